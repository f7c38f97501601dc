package io.nkmedia.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Media sessions for tests that look at signaling only: a recorded offer, and the same turned into an answer. */
final class TestSessions {
    private static final String OFFER = "/io/nkmedia/testing/janus/offer-chromium-nontrickle.sdp";

    private TestSessions() {}

    static String offer() {
        try (InputStream in = TestSessions.class.getResourceAsStream(OFFER)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String answer() {
        return offer().replace("a=setup:actpass", "a=setup:active");
    }

    /** An echo session; gives its id. */
    static String echo(TestClient client) {
        JsonNode made = client.call(
                "media/session/create", Map.of("type", "echo", "wait_reply", true, "offer", Map.of("sdp", offer())));
        if (!made.path("answer").path("sdp").asText().contains("a=fingerprint")) {
            throw new AssertionError("no usable answer: " + made);
        }
        return made.path("session_id").asText();
    }

    /** A p2p pair that is ready; gives the ids of master and slave. */
    static String[] pair(TestClient caller, TestClient callee) {
        String master = caller.call("media/session/create", Map.of("type", "p2p", "offer", Map.of("sdp", offer())))
                .path("session_id")
                .asText();
        String slave = callee.call(
                        "media/session/create",
                        Map.of("type", "p2p", "master_id", master, "set_master_answer", true, "wait_reply", true))
                .path("session_id")
                .asText();
        callee.call("media/session/set_answer", Map.of("session_id", slave, "answer", Map.of("sdp", answer())));
        caller.event("answer", master);
        return new String[] {master, slave};
    }
}
