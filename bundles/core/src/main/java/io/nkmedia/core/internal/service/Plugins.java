package io.nkmedia.core.internal.service;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.service.ServiceExtension;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferenceScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that are installed, whoever lists them. They come and go while services run. */
@Component(service = Plugins.class)
public final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** Told when a plugin has come or gone; on the thread of the framework: must hand over at once. */
    interface Listener {
        void pluginsChanged(String plugin);
    }

    /** A bundle's plugin. The reference is kept apart: the objects forget it when they are unbound. */
    record Provider(
            String plugin,
            Version version,
            long bundle,
            ComponentServiceObjects<ServiceExtension> objects,
            ServiceReference<ServiceExtension> reference,
            List<String> requires) {
        static Provider of(
                ComponentServiceObjects<ServiceExtension> objects, String plugin, @Nullable Object requires) {
            var reference = objects.getServiceReference();
            var bundle = reference.getBundle();
            return new Provider(plugin, bundle.getVersion(), bundle.getBundleId(), objects, reference, names(requires));
        }
    }

    /** A plugin's instance for one service; given back by {@link #close}. */
    record Lease(Provider provider, ServiceExtension extension) implements AutoCloseable {
        @Override
        public void close() {
            if (provider.reference().getBundle() == null) {
                return;
            }
            try {
                provider.objects().ungetService(extension);
            } catch (IllegalArgumentException gone) {
                // The bundle goes in this very moment, and the framework was quicker.
                LOG.debug("Plugin {} was taken back already", provider.plugin(), gone);
            }
        }
    }

    /** The highest version first; of a version the highest ranking, then the oldest. */
    private static final Comparator<Provider> BEST_FIRST = Comparator.comparing(Provider::version)
            .thenComparing(Provider::reference)
            .reversed();

    /** Whatever version it is. */
    static final VersionRange ANY = new VersionRange("0");

    private final List<Provider> providers = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Reference(
            service = ServiceExtension.class,
            scope = ReferenceScope.PROTOTYPE_REQUIRED,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bind(ComponentServiceObjects<ServiceExtension> objects, Map<String, Object> properties) {
        var plugin = String.valueOf(properties.get(ServiceExtension.PLUGIN));
        providers.add(Provider.of(objects, plugin, properties.get(ServiceExtension.REQUIRES)));
        providers.sort(BEST_FIRST);
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

    /**
     * Who serves a service that wants this plugin.
     *
     * @param range the versions that will do
     * @param failed those that have been tried in vain
     */
    Optional<Provider> best(String plugin, VersionRange range, Collection<Provider> failed) {
        return providers.stream()
                .filter(provider -> provider.plugin().equals(plugin)
                        && range.includes(provider.version())
                        && !failed.contains(provider))
                .findFirst();
    }

    /** What a plugin requires; empty if no version in this range is installed. */
    Optional<List<String>> requires(String plugin, VersionRange range) {
        return best(plugin, range, List.of()).map(Provider::requires);
    }

    /** Refuses a configuration whose plugins require each other in a circle, as far as they are installed. */
    void check(List<String> listed, Map<String, VersionRange> ranges) {
        var problem = Dependencies.of(
                        listed,
                        name -> requires(name, ranges.getOrDefault(name, ANY)).orElse(List.of()))
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

    /** An instance of its plugin; empty if it could not be made, which the framework logs. */
    Optional<Lease> lease(Provider provider) {
        return Optional.ofNullable(provider.objects().getService()).map(extension -> new Lease(provider, extension));
    }

    /** Whether it is still there. */
    boolean has(Provider provider) {
        return providers.contains(provider);
    }
}
