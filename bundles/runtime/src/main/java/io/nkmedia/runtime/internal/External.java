package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody else's engine: {@code url} (control), {@code options.admin_url}, {@code secret}, {@code admin_secret}.
 * Nothing is asked of it here; whether it answers is for the backend to find out.
 */
final class External {
    private static final Pattern ELSEWHERE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Map<String, Integer> PORTS = Map.of("ws", 80, "http", 80, "wss", 443, "https", 443);
    private static final int ID_LENGTH = 12;

    private final InstanceSpec spec;
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();

    private External(InstanceSpec spec) {
        this.spec = spec;
    }

    /** Its id stays the same as long as the spec does: nobody can tell here when it was started. */
    static Instance of(InstanceSpec spec, String digest) {
        var external = new External(spec);
        var config = spec.config();
        external.address(
                "control",
                "url",
                setting(spec, "url")
                        .orElseThrow(
                                () -> new RuntimeUnavailable("runtime external needs the url of " + config.name())));
        if (!config.option("admin_url").isEmpty()) {
            external.address("admin", "options.admin_url", config.option("admin_url"));
        }
        for (var name : List.of("secret", "admin_secret")) {
            external.secret(name, name);
        }
        // Under the names that the engine gives them, too: the first is the one of the control connection.
        for (var name : spec.engine().secrets()) {
            external.secret(name, name + "_secret");
            external.secret(name, spec.engine().secrets().indexOf(name) == 0 ? "secret" : name);
        }
        return new Instance(
                "external-" + digest.substring(0, ID_LENGTH), external.addresses, external.secrets, Optional.empty());
    }

    private static Optional<String> setting(InstanceSpec spec, String key) {
        return Optional.ofNullable(spec.config().settings().get(key)).map(String::valueOf);
    }

    private void address(String name, String key, String url) {
        var uri = parse(key, url);
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(host).matches() && !scheme.equals("wss")) {
            throw new RuntimeUnavailable(key + " of " + spec.config().name() + " leaves this machine as " + scheme
                    + ", where everybody on the way reads its secret: only wss may");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : PORTS.getOrDefault(scheme, -1);
        if (port < 0) {
            throw new RuntimeUnavailable(key + " of " + spec.config().name() + " has no port");
        }
        addresses.put(name, host + ":" + port);
        addresses.put("url." + name, url);
    }

    private URI parse(String key, String url) {
        try {
            var uri = URI.create(url);
            if (uri.getScheme() != null && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new RuntimeUnavailable(key + " of " + spec.config().name() + " is no url: " + e.getMessage());
        }
        throw new RuntimeUnavailable(key + " of " + spec.config().name() + " is no url with a scheme and a host");
    }

    private void secret(String name, String key) {
        var value = setting(spec, key);
        if (value.isPresent() && !secrets.containsKey(name)) {
            secrets.put(name, resolve(key, value.get()));
        }
    }

    private static String resolve(String key, String value) {
        var elsewhere = ELSEWHERE.matcher(value);
        if (!elsewhere.matches()) {
            return value;
        }
        var where = elsewhere.group(2);
        if (elsewhere.group(1).equals("file")) {
            return content(key, where);
        }
        return Optional.ofNullable(System.getenv(where))
                .orElseThrow(() -> new RuntimeUnavailable("the variable " + where + " for " + key + " is not set"));
    }

    private static String content(String key, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new RuntimeUnavailable("the file " + file + " for " + key + " can't be read");
        }
    }
}
