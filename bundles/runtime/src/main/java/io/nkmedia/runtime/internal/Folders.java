package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Where instances lie.
 *
 * @param data the runtime's folder
 */
record Folders(Path data) {
    private static final HexFormat HEX = HexFormat.of();

    InstanceFolder of(String key) {
        if (key.isEmpty()) {
            throw new RuntimeUnavailable("an instance needs a key");
        }
        return new InstanceFolder(instances().resolve(safe(key)));
    }

    /** Recordings outlive the instance that made them; nobody removes them here. */
    Path recordings(String key) throws IOException {
        var folder = data.resolve("recordings").resolve(safe(key));
        PrivateFiles.folder(folder);
        return folder;
    }

    /** All folders of instances whose key starts with {@code prefix}. */
    List<InstanceFolder> all(String prefix) throws IOException {
        PrivateFiles.folder(instances());
        try (var all = Files.list(instances())) {
            return all.filter(path -> path.getFileName().toString().startsWith(safe(prefix)))
                    .map(InstanceFolder::new)
                    .toList();
        }
    }

    private Path instances() {
        return data.resolve("instances");
    }

    /** A name for each key: {@code /} becomes {@code +}, all but letters, digits, {@code -}, {@code _} is escaped. */
    private static String safe(String key) {
        var name = new StringBuilder();
        for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            if (letter == '/') {
                name.append('+');
            } else if (letter < 0x80 && (Character.isLetterOrDigit(letter) || letter == '-' || letter == '_')) {
                name.append(letter);
            } else {
                name.append('%').append(HEX.toHexDigits(each));
            }
        }
        return name.toString();
    }
}
