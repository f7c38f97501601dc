package io.nkmedia.runtime.internal.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What docker-java asks for. Its own configuration reads variables and files of the user's home, and its own mapper has
 * a type cache that would hold on to the classes of this bundle when it is gone.
 */
@SuppressWarnings("deprecation") // Of SSLConfig: the interface that has it is not.
final class ClientConfig implements DockerClientConfig {
    private static final int TYPE_CACHE = 200;

    private final URI host;
    private final @Nullable SSLConfig tls;
    private final ObjectMapper mapper;

    ClientConfig(URI host, @Nullable SSLConfig tls) {
        this.host = host;
        this.tls = tls;
        mapper = JsonMapper.builder()
                .typeFactory(TypeFactory.defaultInstance()
                        .withClassLoader(ClientConfig.class.getClassLoader())
                        .withCache(
                                (LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(TYPE_CACHE, TYPE_CACHE)))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    @Override
    public URI getDockerHost() {
        return host;
    }

    /** Whichever the engine likes best: old and new ones have no common one. */
    @Override
    public RemoteApiVersion getApiVersion() {
        return RemoteApiVersion.unknown();
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String image) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    @Override
    public @Nullable SSLConfig getSSLConfig() {
        return tls;
    }

    @Override
    public ObjectMapper getObjectMapper() {
        return mapper;
    }
}
