package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells whether two specs are equal, also when one of them is of a runtime that is gone. */
final class Digest {
    private Digest() {}

    static String of(InstanceSpec spec) {
        var engine = spec.engine();
        var config = spec.config();
        var text = new StringBuilder();
        append(
                text,
                List.of(
                        engine.kind(),
                        engine.programs(),
                        engine.arguments(),
                        engine.files(),
                        engine.ports(),
                        engine.secrets(),
                        engine.rtpPorts(),
                        config.kind(),
                        config.name(),
                        config.runtime(),
                        config.settings()));
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lengths before texts, keys in order: so that unequal values never give the same text, and equal ones always. */
    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, @Nullable Object>();
            map.forEach((key, entry) -> sorted.put(String.valueOf(key), entry));
            text.append('{').append(sorted.size());
            sorted.forEach((key, entry) -> {
                append(text, key);
                append(text, entry);
            });
        } else if (value instanceof Iterable<?> values) {
            text.append('[');
            values.forEach(entry -> append(text, entry));
            text.append(']');
        } else {
            var plain = String.valueOf(value);
            text.append(plain.length()).append(':').append(plain);
        }
    }
}
