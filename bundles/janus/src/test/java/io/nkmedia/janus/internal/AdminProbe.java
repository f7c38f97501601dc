package io.nkmedia.janus.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Looks into a real engine beside the code under test: which legs does it know? */
final class AdminProbe implements WebSocket.Listener {
    private final JsonMapper mapper = new JsonMapper();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    private AdminProbe() {}

    static List<String> legs(LocalRuntime.Running engine) {
        var probe = new AdminProbe();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("janus-admin-protocol")
                .buildAsync(URI.create("ws://127.0.0.1:" + engine.admin() + "/"), probe)
                .join();
        try {
            return probe.legs(socket, engine.adminSecret());
        } finally {
            socket.abort();
        }
    }

    private List<String> legs(WebSocket socket, String secret) {
        var legs = new ArrayList<String>();
        for (var session : ask(socket, secret, "list_sessions", 0, 0).path("sessions")) {
            long id = session.asLong();
            for (var handle : ask(socket, secret, "list_handles", id, 0).path("handles")) {
                var info =
                        ask(socket, secret, "handle_info", id, handle.asLong()).path("info");
                if (info.has("opaque_id")) {
                    legs.add(info.get("opaque_id").asText());
                }
            }
        }
        return legs;
    }

    private JsonNode ask(WebSocket socket, String secret, String kind, long session, long handle) {
        ObjectNode request = mapper.createObjectNode()
                .put("janus", kind)
                .put("transaction", "probe")
                .put("admin_secret", secret);
        if (session != 0) {
            request.put("session_id", session);
        }
        if (handle != 0) {
            request.put("handle_id", handle);
        }
        socket.sendText(request.toString(), true).join();
        try {
            return mapper.readTree(answers.poll(5, TimeUnit.SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            answers.add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }
}
