package io.nkmedia.janus.internal;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.janus.internal.engine.Crew;
import io.nkmedia.janus.internal.engine.Setup;
import io.nkmedia.janus.internal.leg.EchoType;
import io.nkmedia.janus.internal.leg.Legs;
import io.nkmedia.janus.internal.wire.Links;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    private volatile Map<String, Crew> crews = Map.of();
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
        crews.values().forEach(crew -> crew.runtime(present));
    }

    void unsetRuntime(BackendRuntime gone) {
        // A greedy reference binds the next one before it unbinds the last.
        if (runtime == gone) {
            runtime = null;
            crews.values().forEach(crew -> crew.runtime(null));
        }
    }

    @Deactivate
    void deactivate() {
        crews.values().forEach(Crew::abandon);
    }

    @Override
    public CompletionStage<Void> start(ServiceContext context) {
        return update(context);
    }

    @Override
    public CompletionStage<Void> update(ServiceContext context) {
        var setup = new Setup(context, listeners, links, mailboxes, time, legs);
        var wanted = new LinkedHashMap<String, BackendConfig>();
        context.backends().forEach(entry -> wanted.put(entry.name(), entry));
        var before = crews;
        var next = new LinkedHashMap<String, Crew>();
        wanted.keySet()
                .forEach(name ->
                        next.put(name, Optional.ofNullable(before.get(name)).orElseGet(() -> new Crew(setup, name))));
        before.forEach((name, crew) -> {
            if (!crew.isOver()) {
                next.putIfAbsent(name, crew);
            }
        });
        crews = Collections.unmodifiableMap(next);
        var present = runtime;
        return CompletableFuture.allOf(next.entrySet().stream()
                .map(each -> {
                    each.getValue().runtime(present);
                    return each.getValue().want(Optional.ofNullable(wanted.get(each.getKey())));
                })
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public CompletionStage<Void> stop() {
        var stopped = crews.values().stream()
                .map(crew -> crew.stop().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        crews = Map.of();
        return CompletableFuture.allOf(stopped);
    }

    @Override
    public Collection<MediaBackend> backends() {
        return crews.values().stream().flatMap(crew -> crew.backends().stream()).toList();
    }
}
