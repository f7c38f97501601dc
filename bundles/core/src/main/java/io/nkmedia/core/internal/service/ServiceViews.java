package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.command.Administration.View;
import io.nkmedia.core.internal.config.Secrets;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Services as operators see them. */
final class ServiceViews {
    private final Listeners listeners;
    private final Json json;

    ServiceViews(Listeners listeners, Json json) {
        this.listeners = listeners;
        this.json = json;
    }

    View of(ServiceEntry entry, boolean whole) {
        var states = entry.service.map(this::listeners).orElse(List.of());
        return new View(
                entry.name,
                entry.record.map(ServiceRecord::uuid).orElse(""),
                entry.service
                        .map(NkService::state)
                        .orElse(ServiceState.FAILED)
                        .name()
                        .toLowerCase(Locale.ROOT),
                entry.service.map(s -> s.config().plugins()).orElse(List.of()),
                states.stream().map(ServiceViews::listener).toList(),
                entry.service.map(s -> s.since().toEpochMilli()).orElse(0L),
                error(entry, states),
                entry.record.flatMap(ServiceRecord::confirmBy),
                whole ? Optional.of(json.plainObject(Secrets.masked(entry.tree))) : Optional.empty());
    }

    private List<ListenerState> listeners(NkService service) {
        var urls = ListenerPlan.of(service.config().document()).stream()
                .map(spec -> spec.url())
                .toList();
        return listeners.list().stream()
                .filter(state -> urls.contains(state.url()))
                .sorted((a, b) -> Integer.compare(urls.indexOf(a.url()), urls.indexOf(b.url())))
                .toList();
    }

    private static Map<String, Object> listener(ListenerState state) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("url", state.url());
        entry.put("port", state.port());
        entry.put("connections", state.connections());
        entry.put("error", state.error());
        return entry;
    }

    private static Optional<String> error(ServiceEntry entry, List<ListenerState> listeners) {
        var errors = new ArrayList<String>();
        entry.problem.ifPresent(errors::add);
        entry.service.flatMap(service -> service.shelf().problem()).ifPresent(errors::add);
        listeners.forEach(state -> state.error().ifPresent(why -> errors.add(state.url() + ": " + why)));
        entry.service.ifPresent(service -> service.slots()
                .forEach(slot -> slot.problem().ifPresent(why -> errors.add("plugin " + slot.plugin() + ": " + why))));
        return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
    }
}
