package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.service.ServiceExtension;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.ComponentServiceObjects;

/** As much of OSGi as a plugin needs to be found. */
final class FakeOsgi {
    private FakeOsgi() {}

    static Plugins plugins(String name, ServiceExtension extension) {
        var plugins = new Plugins();
        install(plugins, name, extension);
        return plugins;
    }

    /** Gives what takes it away again. */
    static Runnable install(Plugins plugins, String name, ServiceExtension extension, String... requires) {
        return install(plugins, name, "1.0.0", 1, () -> extension, requires);
    }

    /**
     * A bundle with a plugin: its version and its id.
     *
     * @param make an instance
     */
    static Runnable install(
            Plugins plugins,
            String name,
            String version,
            long id,
            Supplier<ServiceExtension> make,
            String... requires) {
        var objects = objects(make, reference(version, id));
        var properties = Map.<String, Object>of(ServiceExtension.PLUGIN, name, ServiceExtension.REQUIRES, requires);
        plugins.bind(objects, properties);
        return () -> plugins.unbind(objects, properties);
    }

    private static ComponentServiceObjects<ServiceExtension> objects(
            Supplier<ServiceExtension> make, ServiceReference<ServiceExtension> reference) {
        return new ComponentServiceObjects<>() {
            @Override
            public ServiceExtension getService() {
                return make.get();
            }

            @Override
            public void ungetService(ServiceExtension service) {
                assertThat(service).isNotNull();
                if (service instanceof FakeVersion fake) {
                    fake.givenBack();
                }
            }

            @Override
            public ServiceReference<ServiceExtension> getServiceReference() {
                return reference;
            }
        };
    }

    /** Of a bundle with this version and this id. */
    @SuppressWarnings("unchecked")
    static ServiceReference<ServiceExtension> reference(String version, long id) {
        var bundle = (Bundle) proxy(Bundle.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getVersion" -> new Version(version);
            case "getBundleId" -> id;
            default -> throw new UnsupportedOperationException(method.getName());
        });
        return (ServiceReference<ServiceExtension>)
                proxy(ServiceReference.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBundle" -> bundle;
                    case "compareTo", "hashCode" -> 0;
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(FakeOsgi.class.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
