package io.nkmedia.janus.internal;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.janus.internal.engine.JanusBackend;
import io.nkmedia.janus.internal.engine.Setup;
import io.nkmedia.janus.internal.leg.EchoType;
import io.nkmedia.janus.internal.leg.Legs;
import io.nkmedia.janus.internal.wire.Links;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;

/** The Janus backends of one service. */
@Component(
        service = ServiceExtension.class,
        scope = ServiceScope.PROTOTYPE,
        property = ServiceExtension.PLUGIN + "=janus")
public final class JanusExtension implements ServiceExtension {
    private final Listeners listeners;
    private final Links links;
    private final Mailboxes mailboxes;
    private final Time time;
    private final Legs legs = new Legs(List.of(new EchoType()));
    private final List<JanusBackend> backends = new CopyOnWriteArrayList<>();
    private volatile @Nullable BackendRuntime runtime;

    @Activate
    public JanusExtension(
            @Reference Listeners listeners,
            @Reference Links links,
            @Reference Mailboxes mailboxes,
            @Reference Time time) {
        this.listeners = listeners;
        this.links = links;
        this.mailboxes = mailboxes;
        this.time = time;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setRuntime(BackendRuntime present) {
        runtime = present;
        backends.forEach(backend -> backend.keeper().runtime(present));
    }

    void unsetRuntime(BackendRuntime gone) {
        // A greedy reference binds the next one before it unbinds the last.
        if (runtime == gone) {
            runtime = null;
            backends.forEach(backend -> backend.keeper().runtime(null));
        }
    }

    @Deactivate
    void deactivate() {
        backends.forEach(backend -> backend.keeper().abandon());
    }

    @Override
    public CompletionStage<Void> start(ServiceContext context) {
        return update(context);
    }

    @Override
    public CompletionStage<Void> update(ServiceContext context) {
        var wanted = context.backends();
        backends.removeIf(backend -> backend.keeper().isStopped());
        for (var backend : backends) {
            var keeper = backend.keeper();
            if (wanted.contains(keeper.config())) {
                keeper.undrain();
            } else {
                keeper.drain();
            }
        }
        var setup = new Setup(context, listeners, links, mailboxes, time, legs);
        wanted.stream().filter(config -> !has(config)).forEach(config -> add(new JanusBackend(setup, config)));
        return CompletableFuture.allOf();
    }

    private boolean has(BackendConfig config) {
        return backends.stream().anyMatch(backend -> backend.keeper().config().equals(config));
    }

    private void add(JanusBackend backend) {
        backends.add(backend);
        var present = runtime;
        if (present != null) {
            backend.keeper().runtime(present);
        }
    }

    @Override
    public CompletionStage<Void> stop() {
        var stopped = backends.stream()
                .map(backend -> backend.keeper().stop().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        backends.clear();
        return CompletableFuture.allOf(stopped);
    }

    @Override
    public Collection<MediaBackend> backends() {
        return backends.stream()
                .filter(backend -> !backend.keeper().isStopped())
                .<MediaBackend>map(backend -> backend)
                .toList();
    }
}
