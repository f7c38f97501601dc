package io.nkmedia.gateway.internal;

import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.internal.Life.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from its handshake to its end, over all its holders and independent of its transport. Everything
 * but sending runs in its mailbox, on the thread of whoever came first.
 */
public final class Link {
    /** How long a connection without a holder stays. */
    static final Duration HOLD = Duration.ofSeconds(30);

    /** How long a peer may take to read what is queued, and the close. */
    static final Duration LINGER = Duration.ofSeconds(2);

    /** So many frames may wait for another thread. */
    private static final int CROWD = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final String id = UUID.randomUUID().toString();
    private final ConnectionInfo info;
    private final Source source;
    private final Transport transport;
    private final Links links;
    private final Time time;
    private final Mailbox mailbox = Mailbox.onCaller("connection " + id, Held.MAX_FRAMES);
    private final Mailbox valve = Mailbox.onCaller("valve of " + id, Held.MAX_FRAMES);
    private final Outbound outbound = new Outbound();
    private volatile long lastReceived;
    private final AtomicBoolean crowded = new AtomicBoolean();
    private volatile boolean sending = true;
    private volatile Framing framing = Framing.TEXT;

    private final Held held = new Held();
    private Life life = Life.DETACHED;
    private boolean reading;
    private @Nullable Seat seat;
    private OptionalLong lastBundle = OptionalLong.empty();
    private Optional<String> saved = Optional.empty();
    private Optional<String> farewell = Optional.empty();
    private Time.Timer timer = () -> {};
    private Ending ending = new Ending(1006, "");

    private record Ending(int code, String reason) {}

    Link(ConnectionInfo info, Source source, Transport transport, Links links, Time time) {
        this.info = info;
        this.source = source;
        this.transport = transport;
        this.links = links;
        this.time = time;
        lastReceived = time.nanos();
    }

    public String id() {
        return id;
    }

    ConnectionInfo info() {
        return info;
    }

    Source source() {
        return source;
    }

    long queuedBytes() {
        return outbound.bytes();
    }

    long lastReceivedNanos() {
        return lastReceived;
    }

    /** Something that isn't a frame came from the peer, such as a pong. */
    public void touch() {
        lastReceived = time.nanos();
    }

    /** A frame came from the peer; its I/O thread calls. */
    public void frame(Frame frame) {
        touch();
        if (!mailbox.tell(() -> received(frame))) {
            overloaded(frame);
        } else if (mailbox.length() > CROWD && crowded.compareAndSet(false, true)) {
            // Another thread works on what came before: it shall catch up, and be free again.
            valve.must(() -> transport.reading(false, framing));
            mailbox.must(this::caughtUp);
        }
    }

    /** A datagram too many is lost, as any datagram may be. */
    private void overloaded(Frame frame) {
        if (!(frame instanceof Frame.Datagram)) {
            close(1013, "overloaded");
        }
    }

    private void caughtUp() {
        crowded.set(false);
        boolean wanted = reading;
        valve.must(() -> transport.reading(wanted, framing));
    }

    /** The socket is gone. Idempotent. */
    public void ended(int code, String reason) {
        mailbox.must(() -> end(code, reason));
    }

    /** Closes it. Idempotent: the first code counts. */
    public void close(int code, String reason) {
        mailbox.must(() -> shut(code, reason));
    }

    void send(List<String> frames) {
        int left = frames.size();
        for (var frame : frames) {
            left--;
            send(Frame.text(frame), left > 0);
        }
    }

    /** {@code more}: another one follows at once. */
    void send(Frame frame, boolean more) {
        if (frame instanceof Frame.Datagram && framing != Framing.DATAGRAM) {
            throw new IllegalArgumentException("not a connection for datagrams");
        }
        if (!sending) {
            return;
        }
        if (outbound.admit(frame.size(), source.limits())) {
            transport.send(frame, more, () -> outbound.written(frame.size()));
        } else if (!(frame instanceof Frame.Datagram)) {
            sending = false;
            close(4413, "too slow");
        }
    }

    /** A holder may be there, or it wants to be given more, or less. */
    void flow() {
        mailbox.must(this::settle);
    }

    /** Gives nothing more to these services; completes when that is so. {@link #leave} has to follow. */
    CompletionStage<Void> hold(Predicate<FrameProtocol> whose) {
        Runnable task = () -> {
            if (seat != null && seat.of(whose) && move(Event.SAVE)) {
                read();
            }
        };
        return CompletableFuture.runAsync(task, mailbox::must);
    }

    /** Asks the attachment to save if one of these services holds the link; completes when it has let go. */
    CompletionStage<Void> leave(Predicate<FrameProtocol> whose) {
        var done = new CompletableFuture<Void>();
        mailbox.must(() -> {
            var holding = seat;
            if (holding == null || !holding.of(whose)) {
                done.complete(null);
                return;
            }
            holding.left().thenRun(() -> done.complete(null));
            if (life == Life.SAVING) {
                holding.save()
                        .whenComplete((text, failure) ->
                                mailbox.must(() -> letGo(holding, Optional.ofNullable(text), failure)));
            } else {
                dismiss();
            }
        });
        return done;
    }

    /** The holder has had its time to save. */
    void late(Predicate<FrameProtocol> whose) {
        mailbox.must(() -> {
            if (seat != null && seat.of(whose)) {
                fail("did not save in time", null);
                dismiss();
            }
        });
    }

    private boolean move(Event event) {
        var before = life;
        life = life.next(event);
        return life != before;
    }

    private void letGo(Seat holding, Optional<String> text, @Nullable Throwable failure) {
        if (seat != holding || life != Life.SAVING) {
            return;
        }
        if (text.isEmpty()) {
            fail("could not save", failure);
            dismiss();
            return;
        }
        move(Event.SAVED);
        seat = null;
        saved = text;
        farewell = holding.farewell(1001, "going away");
        holding.leave();
        await();
    }

    /** Waits for a holder, if none is there already. */
    private void await() {
        if (life != Life.DETACHED && life != Life.ORPHANED) {
            return;
        }
        timer.close();
        timer = time.after(
                HOLD,
                () -> mailbox.must(() -> {
                    if (life == Life.DETACHED || life == Life.ORPHANED) {
                        shut(1001, "going away");
                    }
                }));
        settle();
    }

    /** It may have ended, or have been refused, before it was opened. */
    void open() {
        mailbox.must(() -> {
            if (life == Life.CLOSED) {
                links.remove(this);
            }
            if (life != Life.DETACHED) {
                source.ended(this);
            }
            await();
        });
    }

    private void settle() {
        if (life == Life.DETACHED || life == Life.ORPHANED) {
            links.holder(source, lastBundle).ifPresent(this::attach);
        }
        pump();
    }

    private void attach(Holder holder) {
        boolean orphan = life == Life.ORPHANED;
        try {
            framing = transport.framing(holder.framings());
            seat = Seat.take(holder, this, framing, saved);
            lastBundle = OptionalLong.of(holder.bundle());
        } catch (RuntimeException | Error e) {
            fail("did not attach", e);
            return;
        }
        timer.close();
        saved = Optional.empty();
        farewell = Optional.empty();
        move(Event.HOLDER);
        if (orphan) {
            for (var next = held.take(); next.isPresent() && deliver(next.get()); ) {
                next = held.take();
            }
            over();
        }
    }

    private void pump() {
        while (flowing()) {
            var next = held.take();
            if (next.isEmpty()) {
                break;
            }
            if (!deliver(next.get())) {
                return;
            }
        }
        read();
    }

    private boolean flowing() {
        return life == Life.ATTACHED && seat != null && !seat.paused();
    }

    private void read() {
        boolean wanted = life == Life.CLOSING || (flowing() && held.isEmpty());
        if (wanted != reading) {
            reading = wanted;
            valve.must(() -> transport.reading(wanted, framing));
        }
    }

    private void received(Frame frame) {
        if (flowing() && held.isEmpty()) {
            deliver(frame);
        } else if (life == Life.ATTACHED || life == Life.DETACHED || life == Life.SAVING) {
            if (!held.add(frame, source.limits().maxMessageBytes())) {
                overloaded(frame);
            }
        }
    }

    /** False if there is nobody left to deliver to. */
    private boolean deliver(Frame frame) {
        var holding = seat;
        if (holding == null) {
            return false;
        }
        if (frame.size() > source.limits().maxMessageBytes()) {
            shut(1009, "message too big");
            return false;
        }
        if (frame instanceof Frame.Bytes && holding.framing() == Framing.TEXT) {
            shut(1003, "text only");
            return false;
        }
        try {
            holding.deliver(frame);
            return true;
        } catch (RuntimeException | Error e) {
            fail("failed on a frame", e);
            return false;
        }
    }

    private void fail(String what, @Nullable Throwable failure) {
        LOG.error("Protocol {} {}: connection {} from {} closes", source.protocol(), what, id, info.remote(), failure);
        shut(1011, "internal error, reference " + id);
    }

    private void shut(int code, String reason) {
        var before = life;
        if (!move(Event.CLOSE)) {
            return;
        }
        if (before == Life.ORPHANED) {
            over();
            return;
        }
        LOG.debug("Closing connection {} from {}: {} {}", id, info.remote(), code, reason);
        ending = new Ending(code, reason);
        sending = false;
        source.ended(this);
        held.clear();
        timer.close();
        timer = time.after(LINGER, () -> {
            transport.abort();
            ended(1006, "");
        });
        transport.close(code, reason, seat == null ? farewell : seat.farewell(code, reason));
        read();
        if (before == Life.SAVING) {
            dismiss();
        }
    }

    private void end(int code, String reason) {
        if (life != Life.CLOSING) {
            ending = new Ending(code, reason);
        }
        sending = false;
        source.ended(this);
        if (move(Event.END) && life == Life.CLOSED) {
            over();
        }
    }

    private void over() {
        timer.close();
        held.clear();
        saved = Optional.empty();
        links.remove(this);
        dismiss();
        LOG.debug("Connection {} from {} is over: {}", id, info.remote(), ending);
    }

    private void dismiss() {
        var holding = seat;
        seat = null;
        if (holding != null) {
            holding.closed(ending.code(), ending.reason());
        }
    }
}
