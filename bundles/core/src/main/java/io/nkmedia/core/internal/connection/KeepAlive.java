package io.nkmedia.core.internal.connection;

import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.gateway.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Pings a client that is silent (protocol.md §7.1). Belongs to the connection's mailbox. */
final class KeepAlive {
    private final ClientConnection client;
    private final Connection connection;
    private final ConnectionHost service;
    private final Time time;
    private final Scope scope;

    KeepAlive(ClientConnection client, Connection connection, ConnectionHost service, Time time, Scope scope) {
        this.client = client;
        this.connection = connection;
        this.service = service;
        this.time = time;
        this.scope = scope;
    }

    void begin() {
        next(interval());
    }

    private Duration interval() {
        return Duration.ofSeconds(service.config().document().timeouts().pingInterval());
    }

    private void next(Duration after) {
        scope.after(time, after, () -> client.post(this::check));
    }

    private void check() {
        var silence = Duration.ofNanos(time.nanos() - connection.lastReceivedNanos());
        var interval = interval();
        if (silence.compareTo(interval) >= 0) {
            ping((int) interval.toSeconds());
            next(interval);
        } else {
            next(interval.minus(silence));
        }
    }

    private void ping(int intervalSeconds) {
        client.ask("core", "core", "ping", Map.of("time", intervalSeconds), Optional.empty())
                .whenComplete((answer, failure) -> {
                    if (failure != null && Failures.isTimeout(failure)) {
                        client.post(() -> {
                            if (client.seat().line().connection() == connection) {
                                client.close(CloseCode.SILENT);
                            }
                        });
                    }
                });
    }
}
