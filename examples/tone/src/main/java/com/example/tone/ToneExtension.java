package com.example.tone;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.hook.RequestFilter;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.ServiceScope;

/** One of these for each service that lists the plugin tone, or has a backend of that kind. */
@Component(
        service = ServiceExtension.class,
        scope = ServiceScope.PROTOTYPE,
        property = ServiceExtension.PLUGIN + "=tone")
public final class ToneExtension implements ServiceExtension {
    private volatile List<ApiCommand<?>> commands = List.of();
    private volatile List<ToneBackend> backends = List.of();
    private volatile Note note = Note.BY_DEFAULT;

    @Override
    public CompletionStage<Void> start(ServiceContext context) {
        commands = List.of(new SetNote(context, changed -> note = changed));
        return update(context);
    }

    @Override
    public CompletionStage<Void> update(ServiceContext context) {
        if (context.config().get("note") instanceof String text) {
            note = Note.of(text);
        }
        // A backend that is there already stays: it has legs.
        var before = backends;
        var present = before.stream().collect(Collectors.toMap(ToneBackend::config, backend -> backend));
        var wanted = context.backends();
        backends = wanted.stream()
                .map(config -> present.containsKey(config) ? present.get(config) : new ToneBackend(config, () -> note))
                .toList();
        before.stream().filter(backend -> !wanted.contains(backend.config())).forEach(ToneBackend::stop);
        context.changed();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> stop() {
        backends.forEach(ToneBackend::stop);
        return CompletableFuture.completedStage(null);
    }

    /** The bundle goes, or is replaced. What plays is in this process, so it ends here too. */
    @Deactivate
    void deactivate() {
        backends.forEach(ToneBackend::stop);
    }

    @Override
    public Collection<ApiCommand<?>> commands() {
        return commands;
    }

    @Override
    public Collection<MediaBackend> backends() {
        return List.copyOf(backends);
    }

    @Override
    public Collection<RequestFilter> requestFilters() {
        return List.of(new BeepFilter());
    }
}
