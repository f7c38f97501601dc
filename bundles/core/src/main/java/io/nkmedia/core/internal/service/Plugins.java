package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.service.ServiceExtension;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;

/** The plugins that are installed, whoever lists them. They come and go while services run. */
@Component(service = Plugins.class)
public final class Plugins {
    /** Told when a plugin has come or gone; on the thread of the framework: must hand over at once. */
    interface Listener {
        void pluginsChanged(String plugin);
    }

    /** An installed plugin. The reference is kept apart: the objects forget it when they are unbound. */
    private record Provider(
            String plugin,
            ComponentServiceObjects<ServiceExtension> objects,
            ServiceReference<ServiceExtension> reference,
            List<String> requires) {}

    /** A plugin's instance for one service; given back by {@link #close}. */
    static final class Lease implements AutoCloseable {
        private final Provider provider;
        private final ServiceExtension extension;

        private Lease(Provider provider, ServiceExtension extension) {
            this.provider = provider;
            this.extension = extension;
        }

        ServiceExtension extension() {
            return extension;
        }

        String version() {
            var bundle = provider.reference().getBundle();
            return bundle == null ? "gone" : bundle.getVersion().toString();
        }

        @Override
        public void close() {
            if (provider.reference().getBundle() != null) {
                provider.objects().ungetService(extension);
            }
        }
    }

    private final List<Provider> providers = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            service = ServiceExtension.class,
            scope = ReferenceScope.PROTOTYPE_REQUIRED,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bind(ComponentServiceObjects<ServiceExtension> objects, Map<String, Object> properties) {
        var plugin = String.valueOf(properties.get(ServiceExtension.PLUGIN));
        providers.add(new Provider(
                plugin, objects, objects.getServiceReference(), names(properties.get(ServiceExtension.REQUIRES))));
        providers.sort(Comparator.comparing(Provider::reference).reversed());
        listeners.forEach(listener -> listener.pluginsChanged(plugin));
    }

    private static List<String> names(@Nullable Object property) {
        var texts = property instanceof Object[] several ? Arrays.asList(several) : Arrays.asList(property);
        return texts.stream()
                .filter(Objects::nonNull)
                .flatMap(text -> Arrays.stream(text.toString().split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** What a plugin requires; empty if it isn't installed. */
    Optional<List<String>> requires(String plugin) {
        return providers.stream()
                .filter(provider -> provider.plugin().equals(plugin))
                .findFirst()
                .map(Provider::requires);
    }

    /** Refuses a configuration whose plugins require each other in a circle, as far as they are installed. */
    void check(List<String> listed) {
        var problem = Dependencies.of(listed, name -> requires(name).orElse(List.of()))
                .problem();
        if (!problem.isEmpty()) {
            throw CoreError.INVALID_VALUE.field("plugins", "has a circle: " + problem);
        }
    }

    void unbind(ComponentServiceObjects<ServiceExtension> objects, Map<String, Object> properties) {
        providers.removeIf(provider -> provider.objects().equals(objects));
        listeners.forEach(listener -> listener.pluginsChanged(String.valueOf(properties.get(ServiceExtension.PLUGIN))));
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void forget(Listener listener) {
        listeners.remove(listener);
    }

    /** An instance of the best provider: highest ranking, then the oldest. */
    Optional<Lease> lease(String plugin) {
        for (var provider : providers) {
            if (provider.plugin().equals(plugin)) {
                var extension = provider.objects().getService();
                if (extension != null) {
                    return Optional.of(new Lease(provider, extension));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a lease's provider is still there. */
    boolean serves(Lease lease) {
        return providers.contains(lease.provider);
    }
}
