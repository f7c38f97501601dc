package io.nkmedia.core.internal.connection;

import io.nkmedia.api.CoreError;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * The socket that a connection has now, and what happens when that breaks (protocol.md §4.3): a session that may be
 * resumed waits for its client's next socket. That one is another connection until it has logged in; then it hands its
 * socket over and only passes frames on. Belongs to the connection's mailbox, unless said otherwise.
 */
final class Seat {
    /** How long a session waits that the core before had a socket of, if the service doesn't resume. */
    private static final Duration HANDOVER = Duration.ofSeconds(30);

    /** Who passes frames on, and to whom. */
    private enum Phase {
        /** Its socket is there. */
        THERE,
        /** It waits for a socket. */
        AWAY,
        /** It has given its socket to the session that its client goes on with. */
        MOVED,
        OVER
    }

    private final ClientConnection client;
    private final Time time;
    private final Scope scope;
    private final BiFunction<Line, Scope, Requests> makeRequests;
    private volatile Line line;
    private volatile Phase phase = Phase.THERE;
    private Requests requests;

    /** What ends with the socket. */
    private Scope socketScope;

    private long endsAt;
    private Optional<ClientConnection> heir = Optional.empty();

    Seat(ClientConnection client, Time time, Scope scope, Line line, BiFunction<Line, Scope, Requests> makeRequests) {
        this.client = client;
        this.time = time;
        this.scope = scope;
        this.line = line;
        this.makeRequests = makeRequests;
        socketScope = scope.child("socket");
        requests = makeRequests.apply(line, socketScope);
    }

    /**
     * It begins.
     *
     * @param left how long it may be away
     */
    void begin(boolean there, Optional<Duration> left) {
        if (there) {
            client.desk().begin(socketScope);
            keepAlive();
        } else {
            phase = Phase.AWAY;
            client.outgoing().away();
            awaitSocket(left.or(this::resumeTimeout).orElse(HANDOVER));
        }
    }

    private void keepAlive() {
        new KeepAlive(client, line.connection(), client.service(), time, socketScope).begin();
    }

    /** Any thread. */
    Line line() {
        return line;
    }

    Requests requests() {
        return requests;
    }

    /** Any thread. */
    boolean isOver() {
        return phase == Phase.OVER || phase == Phase.MOVED;
    }

    /** Whether it waits for a socket. Any thread. */
    boolean isAway() {
        return phase == Phase.AWAY;
    }

    void received(Line from, String frame) {
        if (phase == Phase.MOVED) {
            heir.ifPresent(to -> to.must(() -> to.seat().received(from, frame)));
        } else if (phase == Phase.THERE && from == line) {
            requests.received(frame);
        }
    }

    // ---- going ----

    /** Closes the socket; if there is none, what the code ends ends now. Any thread. */
    void close(CloseCode code, String reason) {
        var closing = line;
        closing.close(code, reason);
        client.must(() -> {
            if (phase == Phase.THERE && line != closing) {
                line.close(code, reason);
            } else if (phase == Phase.AWAY && CloseCode.ends(code.code())) {
                over();
            }
        });
    }

    /** A socket is gone. */
    void lost(Line from, int code) {
        if (phase == Phase.MOVED) {
            client.gone();
            heir.ifPresent(to -> to.must(() -> to.seat().lost(from, code)));
        } else if (from == line && phase != Phase.OVER) {
            if (mayComeBack(code)) {
                away();
                awaitSocket(resumeTimeout().orElse(Duration.ZERO));
            } else {
                over();
            }
        }
    }

    private boolean mayComeBack(int code) {
        return client.desk().ticket().isPresent()
                && resumeTimeout().isPresent()
                && client.service().takesBack()
                && !CloseCode.ends(code);
    }

    private Optional<Duration> resumeTimeout() {
        int seconds = client.timeouts().resume();
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private void away() {
        phase = Phase.AWAY;
        client.away();
    }

    /** It is away, and over after this time. */
    private void awaitSocket(Duration left) {
        socketScope.close();
        socketScope = scope.child("waiting");
        endsAt = time.nanos() + left.toNanos();
        socketScope.after(
                time,
                left,
                () -> client.post(() -> {
                    if (phase == Phase.AWAY && time.nanos() >= endsAt) {
                        over();
                    }
                }));
    }

    /** The service ends: nobody will be let in again. Any thread. */
    void serviceOver() {
        client.must(() -> {
            if (phase == Phase.AWAY) {
                over();
            }
        });
    }

    private void over() {
        phase = Phase.OVER;
        client.finish();
    }

    // ---- coming back ----

    /**
     * The session's client has come by another socket. It is answered there first; {@link #resumed} follows. Any thread.
     *
     * @return fails with {@code invalid_session_id} if the token isn't the one
     */
    CompletionStage<Admitted> resume(String token, Login again, Line on, boolean eventsAck) {
        var result = new CompletableFuture<Admitted>();
        client.must(() -> {
            if (isOver() || !client.desk().opensWith(token)) {
                result.completeExceptionally(CoreError.INVALID_SESSION_ID.error());
                return;
            }
            if (phase == Phase.THERE) {
                line.close(CloseCode.REPLACED, CloseCode.REPLACED.reason());
                away();
            }
            line = on;
            // If this socket breaks before it is answered, the time goes on.
            awaitSocket(resumeTimeout().orElse(HANDOVER));
            result.complete(client.desk().resumed(again, eventsAck));
        });
        return result;
    }

    /** The client knows that it has its session again. Any thread. */
    void resumed(Line on) {
        client.must(() -> {
            if (phase == Phase.AWAY && line == on) {
                sit();
                client.outgoing().back(on);
            }
        });
    }

    private void sit() {
        socketScope.close();
        socketScope = scope.child("socket");
        requests = makeRequests.apply(line, socketScope);
        phase = Phase.THERE;
        keepAlive();
    }

    /** The socket that the session had at the core before. */
    void reattached(Line on) {
        if (phase == Phase.AWAY) {
            line = on;
            sit();
            client.outgoing().resumed(on);
        } else {
            // It has ended, or its client was quicker on another socket.
            on.close(CloseCode.REPLACED, CloseCode.REPLACED.reason());
        }
    }

    /** This connection's client goes on with the session of another one, which gets the socket. */
    void moveTo(ClientConnection session) {
        if (phase == Phase.THERE) {
            phase = Phase.MOVED;
            heir = Optional.of(session);
            scope.close();
            client.service().connections().closed(client);
        }
        session.seat().resumed(line);
    }

    // ---- for the next core ----

    void drain(Duration atMost, Runnable done) {
        if (phase == Phase.MOVED) {
            heir.ifPresent(to -> to.drain(atMost).thenRun(done));
        } else {
            requests.incoming().whenIdle(atMost, done);
        }
    }

    /** @param of the socket that its holder has to save */
    void suspend(Line of, CompletableFuture<SavedConnection> saved) {
        if (phase == Phase.MOVED) {
            heir.ifPresent(to -> to.must(() -> to.seat().suspend(of, saved)));
        } else if (of != line || phase == Phase.OVER) {
            saved.complete(SavedConnection.nobody(1));
        } else {
            Optional<Duration> left = phase == Phase.AWAY
                    ? Optional.of(Duration.ofNanos(Math.max(0, endsAt - time.nanos())))
                    : Optional.empty();
            phase = Phase.OVER;
            saved.complete(client.saved(left));
        }
    }

    /** Saves it if it has no socket, so that nobody else would. Any thread. */
    CompletionStage<Void> suspendAway() {
        var done = new CompletableFuture<Void>();
        client.must(() -> {
            if (phase == Phase.AWAY) {
                suspend(line, new CompletableFuture<>());
            }
            done.complete(null);
        });
        return done;
    }
}
