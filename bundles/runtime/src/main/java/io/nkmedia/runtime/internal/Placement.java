package io.nkmedia.runtime.internal;

import java.util.Optional;
import java.util.Properties;

/**
 * The container of an engine.
 *
 * @param host the Docker engine, as the configuration names it
 * @param certificates the folder with what TLS to it needs; empty without TLS
 */
public record Placement(String host, String certificates, String name) {
    private static final String HOST = "container.host";
    private static final String CERTIFICATES = "container.certificates";
    private static final String NAME = "container.name";

    void put(Properties all) {
        all.setProperty(HOST, host);
        all.setProperty(CERTIFICATES, certificates);
        all.setProperty(NAME, name);
    }

    static Optional<Placement> get(Properties all) {
        return Optional.ofNullable(all.getProperty(NAME))
                .map(name -> new Placement(all.getProperty(HOST, ""), all.getProperty(CERTIFICATES, ""), name));
    }
}
