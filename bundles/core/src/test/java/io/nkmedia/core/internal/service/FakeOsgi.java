package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.service.ServiceExtension;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.osgi.framework.ServiceReference;
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
        var objects = objects(extension);
        var properties = Map.<String, Object>of(ServiceExtension.PLUGIN, name, ServiceExtension.REQUIRES, requires);
        plugins.bind(objects, properties);
        return () -> plugins.unbind(objects, properties);
    }

    private static ComponentServiceObjects<ServiceExtension> objects(ServiceExtension extension) {
        var reference = reference();
        return new ComponentServiceObjects<>() {
            @Override
            public ServiceExtension getService() {
                return extension;
            }

            @Override
            public void ungetService(ServiceExtension service) {
                assertThat(service).isSameAs(extension);
            }

            @Override
            public ServiceReference<ServiceExtension> getServiceReference() {
                return reference;
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<ServiceExtension> reference() {
        return (ServiceReference<ServiceExtension>) Proxy.newProxyInstance(
                FakeOsgi.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "compareTo", "hashCode" -> 0;
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                });
    }
}
