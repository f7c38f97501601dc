package io.nkmedia.runtime.internal.docker;

import io.nkmedia.runtime.internal.Containers;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;

/** One Docker engine, what is known of our containers there, who hears of them, and images on their way. */
record Site(Host host, Census census, Lookout lookout, Pulls pulls) implements AutoCloseable {
    static Site open(DockerAddress address, Containers.Shared shared) {
        var host = new Host(address);
        var census = new Census();
        return new Site(host, census, new Lookout(host, census, shared), new Pulls(address));
    }

    @Override
    public void close() throws IOException {
        pulls.close();
        lookout.close();
        host.close();
    }
}
