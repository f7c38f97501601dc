package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.wire.Tid;
import io.nkmedia.core.internal.wire.Writer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The client's requests that run: each gets an ack after 500 ms and then each minute, and one reply. When too many run
 * the socket isn't read. Belongs to the connection's mailbox.
 */
final class Incoming {
    private static final Duration FIRST_ACK = Duration.ofMillis(500);
    private static final Duration NEXT_ACK = Duration.ofSeconds(60);

    /** Whoever decides has limits of its own; more than this is too long for anybody. */
    private static final Duration MOST_UNDECIDED = Duration.ofMinutes(10);

    private static final class Running {
        private final Tid tid;
        private Optional<Time.Timer> ack = Optional.empty();
        private Optional<Time.Timer> limit = Optional.empty();
        private Duration most = Duration.ZERO;

        Running(Tid tid) {
            this.tid = tid;
        }

        void stopTimers() {
            ack.ifPresent(Time.Timer::close);
            limit.ifPresent(Time.Timer::close);
        }
    }

    private record Held(Tid tid, Runnable begin) {}

    private final Line line;
    private final Valve valve;
    private final Writer writer;
    private final Time time;
    private final Scope scope;
    private final Consumer<Runnable> post;
    private final Consumer<Tid> givenUp;
    private final Map<Tid, Running> running = new LinkedHashMap<>();
    private final Deque<Runnable> whenIdle = new ArrayDeque<>();
    private Optional<Tid> latest = Optional.empty();
    private final Deque<Held> held = new ArrayDeque<>();
    private int most = Integer.MAX_VALUE;
    private int undecided;

    /**
     * @param post brings a task to the connection's mailbox
     * @param givenUp told before a request is failed here, while its command still runs
     */
    Incoming(Line line, Writer writer, Time time, Scope scope, Consumer<Runnable> post, Consumer<Tid> givenUp) {
        this.line = line;
        this.valve = line.valve();
        this.writer = writer;
        this.time = time;
        this.scope = scope;
        this.post = post;
        this.givenUp = givenUp;
    }

    boolean isRunning(Tid tid) {
        return running.containsKey(tid);
    }

    /** The request that began last: the one whose command is being called. */
    Optional<Tid> latest() {
        return latest;
    }

    /**
     * Lets a request begin now, or when those before it have and fewer than {@code most} run: it was read before the
     * socket was paused. How many may wait is the connection's backlog's to say.
     */
    void whenFree(Tid tid, int most, Runnable begin) {
        this.most = most;
        if (held.isEmpty() && running.size() < most && undecided == 0) {
            begin.run();
        } else {
            held.add(new Held(tid, begin));
        }
    }

    private void beginHeld() {
        while (!held.isEmpty() && running.size() < most && undecided == 0) {
            held.remove().begin().run();
        }
    }

    /** A request begins; at {@code most} the socket is no longer read. */
    void begin(Tid tid, int most) {
        running.put(tid, new Running(tid));
        latest = Optional.of(tid);
        if (running.size() >= most) {
            valve.shut(Valve.Reason.IN_FLIGHT);
        }
    }

    /** It doesn't end at once: ack it, and give it no more than {@code limit}. */
    void takesTime(Tid tid, Duration limit) {
        var request = running.get(tid);
        if (request != null) {
            if (request.ack.isEmpty()) {
                request.ack = Optional.of(scope.after(time, FIRST_ACK, () -> post.accept(() -> ack(request))));
            }
            request.most = limit;
            arm(request, undecided == 0 ? limit : MOST_UNDECIDED);
        }
    }

    private void arm(Running request, Duration limit) {
        request.limit.ifPresent(Time.Timer::close);
        request.limit = Optional.of(scope.after(
                time, limit, () -> post.accept(() -> giveUp(request.tid, CoreError.TIMEOUT.error()))));
    }

    /**
     * Somebody outside has to decide about the latest request: its time limit does not count, and none begins, so that
     * requests keep their order. Each call needs one of {@link #decided}.
     */
    void undecided() {
        undecided++;
    }

    /** @param tid of the request that was decided about */
    void decided(Tid tid) {
        undecided--;
        var request = running.get(tid);
        if (undecided == 0 && request != null && !request.most.isZero()) {
            arm(request, request.most);
        }
        if (undecided == 0 && !held.isEmpty()) {
            post.accept(this::beginHeld);
        }
    }

    private void ack(Running request) {
        if (running.containsKey(request.tid)) {
            line.send(writer.ack(request.tid));
            request.ack = Optional.of(scope.after(time, NEXT_ACK, () -> post.accept(() -> ack(request))));
        }
    }

    /** Replies; false if the request has been replied to already, by its time limit. */
    boolean succeed(Tid tid, Object data) {
        if (end(tid)) {
            line.send(writer.ok(tid, data));
            idle();
            return true;
        }
        return false;
    }

    boolean fail(Tid tid, ApiException why) {
        if (end(tid)) {
            line.send(writer.error(Optional.of(tid), why));
            idle();
            return true;
        }
        return false;
    }

    private void giveUp(Tid tid, ApiException why) {
        if (running.containsKey(tid)) {
            givenUp.accept(tid);
            fail(tid, why);
        }
    }

    private boolean end(Tid tid) {
        var request = running.remove(tid);
        if (request == null) {
            return false;
        }
        request.stopTimers();
        valve.open(Valve.Reason.IN_FLIGHT);
        if (!held.isEmpty()) {
            // Later, after the reply to this one and the events that wait for that.
            post.accept(this::beginHeld);
        }
        return true;
    }

    /** Runs {@code task} when no request runs any more; after {@code atMost} those that still do are failed. */
    void whenIdle(Duration atMost, Runnable task) {
        // Several may wait: each socket that the client has moved here is brought to rest.
        whenIdle.add(task);
        idle();
        if (!whenIdle.isEmpty()) {
            scope.after(
                    time,
                    atMost,
                    () -> post.accept(() -> {
                        var retry = CoreError.SERVICE_UNAVAILABLE
                                .because("an upgrade is under way")
                                .with("retry_after_ms", 500);
                        held.forEach(one -> line.send(writer.error(Optional.of(one.tid()), retry)));
                        held.clear();
                        List.copyOf(running.keySet()).forEach(tid -> giveUp(tid, retry));
                        idle();
                    }));
        }
    }

    private void idle() {
        if (running.isEmpty() && held.isEmpty()) {
            for (var task = whenIdle.poll(); task != null; task = whenIdle.poll()) {
                task.run();
            }
        }
    }

    void closed() {
        running.values().forEach(Running::stopTimers);
        running.clear();
        held.clear();
        // Whoever waits for rest must not wait for a connection that is gone.
        idle();
    }
}
