package io.nkmedia.api.service;

import java.util.HashMap;
import java.util.Map;

/**
 * An entry of {@code backends} in a service's configuration (services.md §2.2).
 *
 * @param name unique in the service; the kind if none was given
 * @param runtime {@code auto}, {@code process}, {@code external}, {@code docker}
 * @param settings all its keys, {@code options} among them
 */
public record BackendConfig(String kind, String name, String runtime, Map<String, Object> settings) {
    public BackendConfig {
        settings = Map.copyOf(settings);
    }

    /**
     * Only what the engine itself sees: where it differs, another engine is needed. Not of the engine are how long an old
     * one drains, and how many are kept in reserve, unless they share ports.
     */
    public BackendConfig ofEngine() {
        var seen = new HashMap<>(settings);
        seen.remove("drain_timeout");
        if (!seen.containsKey("rtp_ports")) {
            seen.remove("spare");
        }
        return new BackendConfig(kind, name, runtime, seen);
    }

    /** Without the settings, which may be secret. */
    @Override
    public String toString() {
        return "BackendConfig[" + kind + ", " + name + ", " + runtime + "]";
    }

    /** An entry of {@code options}, as text; empty if it isn't there. */
    public String option(String key) {
        return settings.get("options") instanceof Map<?, ?> options && options.get(key) != null
                ? String.valueOf(options.get(key))
                : "";
    }
}
