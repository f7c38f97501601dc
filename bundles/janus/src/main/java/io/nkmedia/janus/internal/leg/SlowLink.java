package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.base.Time;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Json;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Makes a state out of the engine's hints: the first sets it, some silence clears it. */
final class SlowLink {
    static final String KEY = "slow_link";
    private static final Duration CLEAR = Duration.ofMillis(5500);

    private final ControlClient client;
    private final Consumer<Map<String, Object>> status;
    private Time.Timer timer = () -> {};
    private boolean slow;

    SlowLink(ControlClient client, Consumer<Map<String, Object>> status) {
        this.client = client;
        this.status = status;
    }

    void hint(ObjectNode frame) {
        timer.close();
        timer = client.after(CLEAR, this::clear);
        if (!slow) {
            slow = true;
            // The engine names the direction from the client's side.
            String direction = frame.path("uplink").asBoolean() ? "incoming" : "outgoing";
            long lost = Json.number(frame, "lost").orElse(0);
            long date = client.time().now().toEpochMilli();
            status.accept(Map.of(KEY, Map.of("date", date, "dir", direction, "nacks", lost)));
        }
    }

    private void clear() {
        slow = false;
        status.accept(Map.of(KEY, false));
    }

    void close() {
        timer.close();
    }
}
