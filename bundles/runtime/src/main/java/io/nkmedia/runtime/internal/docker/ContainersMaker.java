package io.nkmedia.runtime.internal.docker;

import io.nkmedia.runtime.internal.Containers;
import org.osgi.service.component.annotations.Component;

/** Makes what {@link io.nkmedia.runtime.internal.Instances} asks for containers. */
@Component(service = Containers.Maker.class)
public final class ContainersMaker implements Containers.Maker {
    @Override
    public Containers make(Containers.Shared shared) {
        return new DockerContainers(shared);
    }
}
