package io.nkmedia.gateway.internal;

import io.nkmedia.base.Stages;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.FrameLimits;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One connection that somebody wants, from the wish to its end. */
final class Dial implements Source {
    private final ConnectSpec spec;
    private final Consumer<Dial> over;
    private final CompletableFuture<Link> opened = new CompletableFuture<>();
    private volatile OptionalLong bundle;
    private final AtomicBoolean unwanted = new AtomicBoolean();

    Dial(ConnectSpec spec, OptionalLong bundle, Consumer<Dial> over) {
        this.spec = spec;
        this.bundle = bundle;
        this.over = over;
    }

    /** Somebody asks for it again: it goes to the protocol of that bundle. */
    void askedBy(OptionalLong again, Links links) {
        bundle = again;
        opened.thenAccept(links::follow);
    }

    void start(Ports ports, Links links) {
        ports.connect(spec, this).whenComplete((link, failure) -> {
            if (failure != null) {
                over.accept(this);
                opened.completeExceptionally(Stages.cause(failure));
                return;
            }
            links.start(link);
            if (!opened.complete(link)) {
                link.close(1000, "not wanted any more");
            }
        });
    }

    /** Completes when it is open. */
    CompletionStage<Void> opened() {
        return opened.thenApply(link -> null);
    }

    void cancel() {
        if (unwanted.compareAndSet(false, true)) {
            over.accept(this);
            opened.completeExceptionally(new IOException("disconnected before it was open"));
            opened.thenAccept(link -> link.close(1000, "not wanted any more"));
        }
    }

    @Override
    public String protocol() {
        return spec.protocol();
    }

    @Override
    public OptionalLong bundle() {
        return bundle;
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
        // It is counted from the wish on.
    }

    @Override
    public void ended(Link link) {
        over.accept(this);
    }
}
