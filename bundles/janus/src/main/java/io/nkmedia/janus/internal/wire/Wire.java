package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Pending;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket to an engine, with the requests that wait on it. All that happens on it happens in its mailbox, on the
 * socket's thread or that of whoever asks: a set-up is a handful of short steps, and waking a thread for each costs more
 * than they do. What isn't marked otherwise must be called there, and stages complete there.
 *
 * <p>It may exist before its owner does: after an update of this bundle the gateway hands over connections as soon as
 * the protocol is there. Nobody owning it for {@link #HOLD} closes it.
 */
public abstract class Wire implements Attachment {
    /** How long the engine may take for one request. */
    static final Duration OP_LIMIT = Duration.ofSeconds(10);

    /** How long a connection waits for an owner, and a handle for its leg. */
    static final Duration HOLD = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    /** More unanswered requests than this on one engine are refused: it is overloaded. */
    private static final int MAX_UNANSWERED = 4000;

    /** With so many frames waiting, nothing more is read until they are done. */
    private static final int BUSY = 512;

    private final Connection connection;
    private final Json json;
    private final Time time;
    private final String secretName;
    private final Mailbox mailbox;
    private final Pending<ObjectNode> pending;
    private final Set<Long> eventsDue = ConcurrentHashMap.newKeySet();
    private final Scope scope;
    private String secret = "";
    private @Nullable Owner owner;
    private volatile boolean open = true;

    Wire(Connection connection, Tools tools, String secretName, long firstId) {
        this.connection = connection;
        this.json = tools.json();
        this.time = tools.time();
        this.secretName = secretName;
        String name = "janus wire " + connection.id();
        mailbox = Mailbox.onCaller(name, Mailboxes.DEFAULT_BOUND);
        pending = new Pending<>("engine", MAX_UNANSWERED, firstId, time);
        scope = new Scope(name);
        hold();
    }

    /** What a connection needs of its bundle. */
    public record Tools(Json json, Time time) {}

    /** From now on {@code owner} drives it. On any thread. */
    public final CompletionStage<Void> own(Owner newOwner, Optional<String> newSecret) {
        return call(() -> {
            if (owner != null && owner != newOwner) {
                left();
            }
            owner = newOwner;
            secret = newSecret.orElse("");
            taken();
            return open ? done() : CompletableFuture.failedFuture(new Gone("closed before it was used"));
        });
    }

    /** The owner goes, the connection stays for the next one. On any thread. */
    public final void disown(Owner oldOwner) {
        mailbox.must(() -> {
            if (owner == oldOwner) {
                owner = null;
                left();
                hold();
            }
        });
    }

    /** Runs {@code task} in the mailbox. On any thread; fails with {@code too_many_requests} at the bound. */
    public final <T> CompletionStage<T> call(Supplier<? extends CompletionStage<T>> task) {
        return mailbox.<T>ask(task)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof Mailbox.Overflow ? CoreError.TOO_MANY_REQUESTS.error() : failure));
    }

    /** Runs {@code task} in the mailbox, or gives false at its bound. On any thread. */
    public final boolean tell(Runnable task) {
        return mailbox.tell(task);
    }

    /** Runs {@code task} in the mailbox whatever its bound: for what ends something. On any thread. */
    public final void must(Runnable task) {
        mailbox.must(task);
    }

    /** Runs {@code task} in the mailbox after {@code delay}, unless the connection is gone by then. */
    public final Time.Timer after(Duration delay, Runnable task) {
        return scope.after(time, delay, () -> mailbox.must(task));
    }

    public final Time time() {
        return time;
    }

    /** Sends a request whose reply is the first frame about it; {@code eventDue}: an {@code ack} isn't that reply. */
    final CompletionStage<ObjectNode> request(ObjectNode frame, boolean eventDue, Duration limit) {
        if (!open) {
            return CompletableFuture.failedFuture(new Gone("not connected"));
        }
        var request = pending.open(limit);
        var reply = new CompletableFuture<ObjectNode>();
        if (eventDue) {
            eventsDue.add(request.id());
        }
        request.reply().whenComplete((value, failure) -> {
            eventsDue.remove(request.id());
            if (failure instanceof Pending.Timeout) {
                mailbox.must(() -> reply.completeExceptionally(failure));
            } else if (failure != null) {
                reply.completeExceptionally(failure);
            } else {
                reply.complete(value);
            }
        });
        if (!reply.isDone()) {
            frame.put("transaction", Long.toString(request.id()));
            if (!secret.isEmpty()) {
                frame.put(secretName, secret);
            }
            connection.send(frame.toString());
        }
        return reply;
    }

    @Override
    public final void text(String text) {
        mailbox.must(() -> receive(text));
        if (mailbox.length() > BUSY) {
            connection.pause();
            mailbox.must(connection::resume);
        }
    }

    private void receive(String text) {
        var frame = json.object(text);
        var kind = frame.flatMap(object -> Json.text(object, "janus"));
        if (frame.isEmpty() || kind.isEmpty()) {
            LOG.warn("{} sent something that is no frame, {} characters", mailbox, text.length());
        } else if (!answers(kind.get(), frame.get())) {
            unasked(kind.get(), frame.get());
        }
    }

    /** Whether the frame was taken by a request that waits. */
    private boolean answers(String kind, ObjectNode frame) {
        var id = transaction(frame);
        if (id.isEmpty()) {
            return false;
        }
        if (kind.equals("ack")) {
            return eventsDue.contains(id.getAsLong()) || pending.complete(id.getAsLong(), frame);
        }
        if (kind.equals("error")) {
            var refusal = refusal(frame);
            refused(refusal, frame);
            return pending.fail(id.getAsLong(), refusal);
        }
        return pending.complete(id.getAsLong(), frame);
    }

    private static OptionalLong transaction(ObjectNode frame) {
        try {
            return Json.text(frame, "transaction")
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    static Refusal refusal(ObjectNode frame) {
        var error = frame.path("error");
        return new Refusal(
                (int) Json.number(error, "code").orElse(0),
                Json.text(error, "reason").orElse("no reason given"));
    }

    @Override
    public final CompletionStage<String> save() {
        var saved = new CompletableFuture<String>();
        mailbox.must(() -> {
            saved.complete(state(pending.nextId()).toString());
            shut("taken over by a newer version");
        });
        return saved;
    }

    @Override
    public final void closed(int code, String reason) {
        mailbox.must(() -> {
            var last = owner;
            shut("connection closed: " + code + " " + reason);
            if (last != null) {
                last.gone("connection closed with " + code);
            }
        });
    }

    private void shut(String why) {
        open = false;
        owner = null;
        scope.close();
        pending.failAll(new Gone(why));
    }

    private void hold() {
        after(HOLD, () -> {
            if (owner == null) {
                LOG.warn("{} has had no owner for {} s", mailbox, HOLD.toSeconds());
                connection.close(1001, "no owner");
            }
        });
    }

    /** Whether {@code who} drives it now. In the mailbox. */
    public final boolean isOwnedBy(Owner who) {
        return owner == who;
    }

    final Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    final boolean isOpen() {
        return open;
    }

    /** An owner has come. */
    abstract void taken();

    /** The owner has left. */
    abstract void left();

    /** A frame that no request waits for. */
    abstract void unasked(String kind, ObjectNode frame);

    /** A request was refused, before whoever asked is told. */
    abstract void refused(Refusal refusal, ObjectNode frame);

    /** What the next holder needs. */
    abstract ObjectNode state(long nextId);

    static CompletionStage<Void> done() {
        return CompletableFuture.allOf();
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }
}
