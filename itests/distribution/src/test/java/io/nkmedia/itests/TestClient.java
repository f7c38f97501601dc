package io.nkmedia.itests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/** A client of the management API as a user would write one: answers pings and events, remembers events. */
public final class TestClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** An error that the server replied. */
    public static final class Refused extends RuntimeException {
        private final JsonNode data;

        Refused(JsonNode data) {
            super(data.toString());
            this.data = data;
        }

        public String name() {
            return data.path("name").asText();
        }

        public JsonNode data() {
            return data;
        }
    }

    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger tids = new AtomicInteger();
    private final Pipe pipe;

    private TestClient(Function<Pipe.Heard, Pipe> opener) {
        pipe = opener.apply(new Heard());
    }

    /** A client on a connection that this opens. */
    static TestClient over(Function<Pipe.Heard, Pipe> opener) {
        return new TestClient(opener);
    }

    /** Opens a socket. One {@link HttpClient} serves many. */
    public static TestClient open(HttpClient http, int port, String service) {
        return over(
                heard -> new WebSocketPipe(http, URI.create("ws://127.0.0.1:" + port + "/nkmedia/" + service), heard));
    }

    /** Opens a socket and logs in. */
    public static TestClient login(HttpClient http, int port, String service, String user, String password) {
        return open(http, port, service).login(user, password);
    }

    /** Logs in; gives itself. */
    public TestClient login(String user, String password) {
        call("core/user/login", Map.of("user", user, "password", password));
        return this;
    }

    /** Calls a command and waits for its reply's data. */
    public JsonNode call(String name, Map<String, ?> data) {
        try {
            return request(name, data)
                    .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    /** Calls a command, again and again as long as the server says that an upgrade is under way. */
    public JsonNode callAgain(String name, Map<String, ?> data) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return call(name, data);
            } catch (Refused refused) {
                long wait = refused.data().path("retry_after_ms").asLong();
                if (!refused.name().equals("service_unavailable") || wait == 0 || System.nanoTime() > end) {
                    throw refused;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(wait));
            }
        }
    }

    /** Calls a command. */
    public CompletableFuture<JsonNode> request(String name, Map<String, ?> data) {
        var parts = name.split("/");
        int tid = tids.incrementAndGet();
        var reply = new CompletableFuture<JsonNode>();
        pending.put(tid, reply);
        ObjectNode frame = JsonNodeFactory.instance
                .objectNode()
                .put("class", parts[0])
                .put("subclass", parts[1])
                .put("cmd", parts[2])
                .put("tid", tid);
        frame.set("data", JSON.valueToTree(data));
        send(frame.toString());
        return reply;
    }

    /** Sends any text as one message. */
    public void send(String text) {
        pipe.send(text);
    }

    /** All events so far. */
    public List<JsonNode> events() {
        return events;
    }

    /** Frames that are neither replies to {@link #request} nor requests of the server. */
    public List<JsonNode> frames() {
        return frames;
    }

    /** Waits for an event of this type and object. */
    public JsonNode event(String type, String objectId) {
        return event(
                type + " of " + objectId,
                e -> e.path("type").asText().equals(type)
                        && e.path("obj_id").asText().equals(objectId));
    }

    /** Waits for an event. */
    public JsonNode event(String what, Predicate<JsonNode> wanted) {
        Eventually.eventually(
                "event " + what + ", have " + events,
                LIMIT,
                () -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** The close code, once the socket is closed. */
    public CompletableFuture<Integer> closed() {
        return closed;
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public void close() {
        pipe.close();
    }

    /** As if this client's machine were gone. */
    public void abort() {
        pipe.abort();
    }

    private void received(String text) {
        JsonNode frame;
        try {
            frame = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        if (frame.has("result")) {
            var reply =
                    frame.path("tid").isInt() ? pending.remove(frame.get("tid").intValue()) : null;
            if (reply == null) {
                frames.add(frame);
            } else if (frame.get("result").asText().equals("ok")) {
                reply.complete(frame.path("data"));
            } else {
                reply.completeExceptionally(new Refused(frame.path("data")));
            }
        } else if (frame.path("cmd").asText().equals("event")) {
            events.add(frame.path("data"));
        } else if (frame.path("cmd").asText().equals("ping")) {
            send("{\"result\":\"ok\",\"tid\":" + frame.get("tid") + "}");
        } else {
            frames.add(frame);
        }
    }

    private final class Heard implements Pipe.Heard {
        @Override
        public void text(String frame) {
            received(frame);
        }

        @Override
        public void closed(int code, String reason) {
            closed.complete(code);
        }
    }
}
