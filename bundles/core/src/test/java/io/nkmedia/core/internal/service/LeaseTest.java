package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/** What was leased of a plugin is given back, whoever is quicker. */
class LeaseTest {
    private final List<ServiceExtension> back = new ArrayList<>();

    private Plugins.Provider provider(RuntimeException failure) {
        var there = FakeOsgi.reference("1.0.0", 1);
        var objects = new ComponentServiceObjects<ServiceExtension>() {
            @Override
            public ServiceExtension getService() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void ungetService(ServiceExtension service) {
                back.add(service);
                throw failure;
            }

            @Override
            public ServiceReference<ServiceExtension> getServiceReference() {
                return there;
            }
        };
        return Plugins.Provider.of(objects, "bell", "");
    }

    @Test
    void aBundleThatGoesInThisMoment_hasItBackAlready() {
        var extension = new FakePlugin(new ManualTime());
        new Plugins.Lease(provider(new IllegalArgumentException()), extension).close();
        assertThat(back).containsExactly(extension);
    }
}
