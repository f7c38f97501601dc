package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.api.service.ServiceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A service as one of its plugins sees it. */
record PluginContext(String plugin, NkService owner) implements ServiceContext {
    @Override
    public String service() {
        return owner.name();
    }

    @Override
    public Map<String, Object> config() {
        return owner.config().parts().getOrDefault(plugin, Map.of());
    }

    @Override
    public List<BackendConfig> backends() {
        return owner.config().backendsOf(plugin);
    }

    @Override
    public void publish(Event event) {
        owner.publish(event);
    }

    @Override
    public void changed() {
        owner.pluginsChanged();
    }

    @Override
    public CompletionStage<Optional<Map<String, Object>>> callback(String name, Map<String, Object> data) {
        return owner.asked(name, data);
    }
}
