package io.nkmedia.gateway.internal;

import io.nkmedia.base.Time;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.FrameProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections, and what becomes of them when a protocol comes and goes. */
public final class Links {
    /** How long all attachments of one holder together have for saving. */
    static final Duration SAVE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Time time;
    private final Holders holders = new Holders();
    private final Pages pages = new Pages();
    private final Set<Link> all = ConcurrentHashMap.newKeySet();
    private volatile CompletableFuture<Void> empty = new CompletableFuture<>();

    public Links(Time time) {
        this.time = time;
    }

    public Optional<Holder> holder(String protocol) {
        return holders.current(protocol);
    }

    /**
     * Who gets a link: the protocol of the bundle that asked for it. Another bundle's only if that one has none.
     *
     * @param last the bundle that held it last: if it is the one that asked, it comes back, or somebody else asks
     */
    Optional<Holder> holder(Source source, OptionalLong last) {
        var own = holders.of(source.protocol(), source.bundle());
        boolean waits = source.bundle().isPresent() && source.bundle().equals(last);
        return own.isPresent() || waits ? own : holders.current(source.protocol());
    }

    /** Takes a link to the protocol of the bundle that asked for it, if another one has it. */
    void follow(Link link) {
        var source = link.source();
        holders.of(source.protocol(), source.bundle()).ifPresent(own -> {
            Predicate<FrameProtocol> another = service -> service != own.service();
            var left = link.hold(another).thenCompose(held -> link.leave(another));
            var limit = time.after(SAVE, () -> link.late(another));
            left.thenRun(limit::close);
        });
        link.flow();
    }

    /** What browsers may ask for beside WebSockets. */
    public Pages pages() {
        return pages;
    }

    /** A socket is open: from here on the link owns it. */
    public Link open(ConnectionInfo info, Source source, Transport transport) {
        return new Link(info, source, transport, this, time);
    }

    /** Starts what {@link #open} made, once its transport knows it. */
    public void start(Link link) {
        all.add(link);
        link.source().begun(link);
        LOG.debug("Connection {} from {}", link.id(), link.info().remote());
        link.open();
    }

    void remove(Link link) {
        all.remove(link);
        if (all.isEmpty()) {
            empty.complete(null);
        }
    }

    /** Those of all connections, in and out. */
    public List<String> ids() {
        return all.stream().map(Link::id).toList();
    }

    /** Completes when no connection is left, if none comes any more. */
    public CompletableFuture<Void> empty() {
        var next = new CompletableFuture<Void>();
        empty = next;
        if (all.isEmpty()) {
            next.complete(null);
        }
        return next;
    }

    public void bind(String protocol, FrameProtocol service, long bundle) {
        holders.add(protocol, service, bundle);
        all.stream().filter(link -> link.source().protocol().equals(protocol)).forEach(this::follow);
    }

    /** Returns when nothing of the service is held any more. It may wait: the framework's thread is there for that. */
    public void unbind(String protocol, FrameProtocol service) {
        holders.remove(protocol, service);
        Predicate<FrameProtocol> gone = each -> each == service;
        if (all.isEmpty()) {
            return;
        }
        try {
            // To save one may bring all others of that holder to rest: none of them may be given anything from then on.
            each(link -> link.hold(gone))
                    .thenCompose(held -> each(link -> link.leave(gone)))
                    .get(SAVE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Some connections of protocol {} were not saved in time", protocol);
        } catch (ExecutionException e) {
            LOG.warn("Some connections of protocol {} were not saved", protocol, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(link -> link.late(gone));
    }

    private CompletableFuture<Void> each(Function<Link, CompletionStage<Void>> step) {
        return CompletableFuture.allOf(
                all.stream().map(link -> step.apply(link).toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    public void closeAll(int code, String reason) {
        all.forEach(link -> link.close(code, reason));
    }
}
