package io.nkmedia.bench;

import java.util.concurrent.CompletableFuture;

/** An echo set up and ended: through this server, and straight at the engine. */
final class Echoes {
    private Echoes() {}

    /** {@code create} with {@code wait_reply}, then {@code destroy}. */
    record Ours(Api api, String create) implements Work {
        static Ours with(Api api, String jsonOffer) {
            return new Ours(api, "{\"type\":\"echo\",\"wait_reply\":true,\"offer\":{\"sdp\":" + jsonOffer + "}}");
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("media", "session", "create", create, created -> {
                Api.check(created);
                if (!created.contains("\"answer\":{")) {
                    throw new IllegalStateException("no answer in " + created);
                }
                answered.run();
                var id = Text.quoted(created, "\"session_id\":\"");
                api.request("media", "session", "destroy", "{\"session_id\":\"" + id + "\"}", destroyed -> {
                    Api.check(destroyed);
                    done.run();
                });
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }

    /** {@code attach}, the offer and its answer, {@code detach}. */
    record Theirs(JanusApi api, String message) implements Work {
        static Theirs with(JanusApi api, String jsonOffer) {
            return new Theirs(
                    api,
                    ",\"body\":{\"audio\":true,\"video\":true,\"bitrate\":1000000},\"jsep\":{\"type\":\"offer\","
                            + "\"sdp\":" + jsonOffer + ",\"trickle\":false}");
        }

        @Override
        public void begin(Runnable answered, Runnable done) {
            api.request("attach", ",\"plugin\":\"janus.plugin.echotest\",\"opaque_id\":\"bench\"", attached -> {
                var handle = ",\"handle_id\":" + Text.number(attached, "\"id\":");
                api.request("message", handle + message, event -> {
                    if (!event.contains("\"jsep\":{")) {
                        throw new IllegalStateException("no answer in " + event);
                    }
                    answered.run();
                    api.request("detach", handle, detached -> done.run());
                });
            });
        }

        @Override
        public CompletableFuture<Void> broken() {
            return api.broken();
        }
    }
}
