package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.core.internal.session.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A request of ours to a client.
 *
 * @param from another client that wants to know
 */
record Question(String commandClass, String subclass, String cmd, Object data, Optional<Event.Sender> from) {
    /** Asks it on the client's mailbox. Any thread. */
    CompletionStage<JsonNode> ask(ClientConnection client) {
        var answer = new CompletableFuture<JsonNode>();
        client.must(() -> {
            if (client.seat().isOver()) {
                answer.completeExceptionally(CoreError.SESSION_STOP.error());
                return;
            }
            var limit = Duration.ofSeconds(client.timeouts().op());
            client.outgoing()
                    .request(commandClass, subclass, cmd, data, from, limit)
                    .whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            boolean late = Failures.isTimeout(failure);
                            client.post(() -> client.outgoing().ended(late));
                            answer.completeExceptionally(failure);
                        }
                    });
        });
        return answer;
    }
}
