package io.nkmedia.core.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.ErrorCode;
import io.nkmedia.base.Stages;
import io.nkmedia.core.internal.callback.Program;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What another client answered, on its way to the one that asked (protocol.md §7.10). */
final class RemoteAnswer {
    private static final int FIRST_FREE = 1_000_000;
    private static final int LAST_FREE = 1_999_999;

    /** What clients' errors of other ranges are called. */
    private static final String OTHER = "remote_error";

    private static final int MAX_LABEL = 64;
    private static final int MAX_TEXT = 1024;

    /** An error of a client's own. */
    private record Code(int code, String label, String text) implements ErrorCode {}

    private RemoteAnswer() {}

    static CompletionStage<Object> of(CompletionStage<JsonNode> answer) {
        var result = new CompletableFuture<Object>();
        answer.whenComplete((data, failure) -> {
            if (failure != null) {
                result.completeExceptionally(passedOn(failure));
            } else if (data.isContainerNode()) {
                result.complete(data);
            } else {
                result.completeExceptionally(CoreError.INVALID_REPLY.error());
            }
        });
        return result;
    }

    private static Throwable passedOn(Throwable failure) {
        var cause = Stages.cause(failure);
        return cause instanceof Program.Refused refusal ? error(refusal.error()) : cause;
    }

    private static ApiException error(JsonNode data) {
        if (!data.path("code").isInt() || !data.path("error").isTextual()) {
            return CoreError.INVALID_REPLY.error();
        }
        int code = data.path("code").intValue();
        boolean free = code >= FIRST_FREE && code <= LAST_FREE;
        var label =
                free && data.path("name").isTextual() ? cut(data.path("name").textValue(), MAX_LABEL) : OTHER;
        return new ApiException(new Code(code, label, cut(data.path("error").textValue(), MAX_TEXT)));
    }

    private static String cut(String text, int most) {
        return text.substring(0, Math.min(most, text.length()));
    }
}
