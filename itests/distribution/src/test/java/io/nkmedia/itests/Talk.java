package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** One client of a {@link Replay}: what came, frames and the close, waits to be looked at. */
final class Talk {
    private static final int LIMIT_SECONDS = 20;
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String BARRIER = "barrier";

    private final BlockingQueue<String> came = new LinkedBlockingQueue<>();
    private final Pipe pipe;
    private String last = "";
    private int requests;
    private int events;
    private boolean over;

    Talk(Function<Pipe.Heard, Pipe> opener) {
        pipe = opener.apply(new Pipe.Heard() {
            @Override
            public void text(String frame) {
                var tree = Replay.tree(frame);
                // Lines have this in the place of a close frame; an ack comes whenever the machine is slow.
                if (!tree.path("cmd").asText().equals("bye") && !tree.has("ack")) {
                    came.add(frame);
                }
            }

            @Override
            public void closed(int code, String reason) {
                came.add("close " + code + " " + reason);
            }
        });
    }

    void send(String frame) {
        last = frame;
        pipe.send(frame);
    }

    /** Asks the same once more, after a moment, if it was a query. */
    boolean askAgain() {
        var cmd = last.startsWith("{\"class") ? Replay.tree(last).path("cmd").asText() : "";
        if (!cmd.startsWith("get") && !cmd.equals("list")) {
            return false;
        }
        LockSupport.parkNanos(MOMENT_NANOS);
        pipe.send(last);
        return true;
    }

    void login(String user, String session) {
        send("""
                {"class":"core","subclass":"user","cmd":"login","tid":"login","data":\
                {"user":"%s","password":"pw","session_id":"%s"}}""".formatted(user, session));
        assertThat(next("the reply to the log-in")).contains("\"result\":\"ok\"");
    }

    List<String> take(int count, List<String> wanted) {
        var frames = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            frames.add(next("all of " + wanted + ", after " + frames));
        }
        return frames;
    }

    private String next(String what) {
        try {
            var frame = came.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(frame).as("did not come: " + what).isNotNull();
            over |= frame.startsWith("close ");
            if (!over) {
                count(Replay.tree(frame));
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void count(JsonNode frame) {
        if (frame.has("cmd")) {
            requests++;
            assertThat(frame.path("tid").asInt())
                    .as("numbers of requests, at " + frame)
                    .isEqualTo(requests);
        }
        if (frame.path("cmd").asText().equals("event")) {
            events++;
            assertThat(frame.path("data").path("seq").asInt())
                    .as("numbers of events, at " + frame)
                    .isEqualTo(events);
        }
    }

    /** Nothing came that nobody asked for: the answer to one more request is the next frame. */
    void nothingLeft(String name) {
        if (!over) {
            send("{\"class\":\"core\",\"cmd\":\"ping\",\"tid\":\"" + BARRIER + "\"}");
            assertThat(next("the answer to a ping"))
                    .as("not expected at " + name)
                    .contains(BARRIER);
        }
    }

    void close() {
        over = true;
        pipe.abort();
    }
}
