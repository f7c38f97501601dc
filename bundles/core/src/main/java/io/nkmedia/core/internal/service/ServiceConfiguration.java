package io.nkmedia.core.internal.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Dictionary;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * A service's document in Config Admin.
 *
 * @param fromFile whether it is what the file had: somebody may have changed it here, with other means
 */
record ServiceConfiguration(String document, boolean fromFile) {
    private static final String DIGEST = "digest";

    static ServiceConfiguration of(@Nullable Dictionary<String, ?> properties) {
        var document = text(properties, Services.DOCUMENT);
        return new ServiceConfiguration(document, digest(document).equals(text(properties, DIGEST)));
    }

    private static String text(@Nullable Dictionary<String, ?> properties, String key) {
        var value = properties == null ? null : properties.get(key);
        return value == null ? "" : value.toString();
    }

    /** Puts in what the file has; tells nobody if it is the same. */
    static void write(ConfigurationAdmin configurations, String name, String document) throws IOException {
        var properties = Map.of("name", name, Services.DOCUMENT, document, DIGEST, digest(document));
        configurations
                .getFactoryConfiguration(Services.PID, name, "?")
                .updateIfDifferent(FrameworkUtil.asDictionary(properties));
    }

    static void delete(ConfigurationAdmin configurations, String name) throws IOException {
        configurations.getFactoryConfiguration(Services.PID, name, "?").delete();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
