package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.WebSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A listener as it is now, and who came in by it. */
public final class Door implements Source {
    private static final String SHARED = "shared:";

    private final String owner;
    private final Links links;
    private final Set<Link> inside = ConcurrentHashMap.newKeySet();
    private volatile ListenerSpec spec;
    private volatile Optional<Port> port = Optional.empty();
    private volatile Optional<String> error = Optional.of("not opened yet");
    private volatile boolean shut;

    Door(String owner, ListenerSpec spec, Links links) {
        this.owner = owner;
        this.spec = spec;
        this.links = links;
    }

    String owner() {
        return owner;
    }

    public ListenerSpec spec() {
        return spec;
    }

    boolean isOpen() {
        return error.isEmpty();
    }

    ListenerState state() {
        return new ListenerState(spec.url(), port.map(Port::number).orElse(0), inside.size(), error);
    }

    /** Completes when it is open, or its state says why it isn't. */
    CompletionStage<Void> open(Ports ports) {
        if (spec.url().startsWith(SHARED)) {
            error = Optional.empty();
            return CompletableFuture.completedStage(null);
        }
        return ports.open(this).handle((opened, failure) -> {
            port = Optional.ofNullable(opened);
            error = Optional.ofNullable(failure).map(Causes::text);
            return null;
        });
    }

    void change(ListenerSpec changed) {
        if (!changed.equals(spec)) {
            spec = changed;
            port.ifPresent(Port::changed);
        }
    }

    /** Completes when the port is free again. */
    CompletionStage<Void> shut() {
        error = Optional.of("closed");
        shut = true;
        inside.forEach(link -> link.close(1001, "going away"));
        return port.map(Port::close).orElse(CompletableFuture.completedStage(null));
    }

    /** The HTTP status for a request: 101 if it may become a WebSocket. */
    public int answer(Arrival arrival) {
        if (spec.loopbackOnly() && !arrival.loopback()) {
            return 403;
        }
        if (!arrival.upgrade()) {
            return 426;
        }
        if (!Origins.allowed(arrival.origin(), arrival.host(), spec.origins())) {
            return 403;
        }
        return full() || links.holder(protocol()).isEmpty() ? 503 : 101;
    }

    /** What a browser gets that asks for a page, if it may have pages and there is one. */
    public Optional<Page.Answer> page(Arrival arrival, Page.Asked asked) {
        return spec.pages() && mayHavePages(arrival) ? links.pages().answer(asked) : Optional.empty();
    }

    /** Where the answer to a browser that asks for a file is, if it may have one and is not to be told something else. */
    public Optional<WebSpec> web(Arrival arrival, Page.Asked asked) {
        return spec.web().filter(web -> mayHavePages(arrival) && WebFiles.concerns(web, asked));
    }

    private boolean mayHavePages(Arrival arrival) {
        return !arrival.upgrade() && (arrival.loopback() || !spec.loopbackOnly());
    }

    public boolean full() {
        return inside.size() >= spec.maxConnections();
    }

    /** The subprotocol to speak with a client that offers these. */
    public Optional<String> subprotocol(List<String> offered) {
        return links.holder(protocol())
                .flatMap(holder ->
                        holder.subprotocols().stream().filter(offered::contains).findFirst());
    }

    @Override
    public String protocol() {
        return spec.protocol();
    }

    @Override
    public Map<String, String> attributes() {
        return spec.attributes();
    }

    @Override
    public FrameLimits limits() {
        return spec.limits();
    }

    @Override
    public void begun(Link link) {
        inside.add(link);
        if (shut) {
            link.close(1001, "going away");
        } else if (inside.size() > spec.maxConnections()) {
            link.close(1013, "too many connections");
        }
    }

    @Override
    public void ended(Link link) {
        inside.remove(link);
    }
}
