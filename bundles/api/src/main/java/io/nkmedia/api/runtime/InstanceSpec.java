package io.nkmedia.api.runtime;

import io.nkmedia.api.service.BackendConfig;

/**
 * The instance that a backend wants.
 *
 * @param key {@code <service>/<backend name>/<number>}: its identity over restarts of either side
 * @param engine what it takes to run one
 * @param config the backend's entry in the service's configuration: which runtime, image, url, ports
 */
public record InstanceSpec(String key, EngineSpec engine, BackendConfig config) {}
