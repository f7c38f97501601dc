package io.nkmedia.upgrade.internal;

import io.nkmedia.upgrade.internal.json.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receipts of this server, each a file, with the old content of the last ones beside them. */
final class Receipts {
    /** So many are kept; the oldest go. */
    static final int MOST = 50;

    /** So many old contents are kept. */
    static final int MOST_JARS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Json json;

    Receipts(Path folder, Json json) {
        this.folder = folder;
        this.json = json;
    }

    /** A name that sorts by time. */
    static String id(Instant now, String subject) {
        return TIME.format(now) + "-" + subject;
    }

    /** A file beside the receipt of this id. */
    Path file(String id, String ending) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder.resolve(id + ending);
    }

    void write(Receipt receipt) {
        try {
            Files.writeString(file(receipt.id(), ".json"), json.write(receipt.plain()));
            trim(".json", MOST);
            trim(".jar", MOST_JARS);
        } catch (IOException e) {
            LOG.error("The receipt of {} can't be kept", receipt.subject(), e);
        }
    }

    private void trim(String ending, int most) throws IOException {
        var files = files(ending);
        for (var file : files.subList(Math.min(most, files.size()), files.size())) {
            Files.deleteIfExists(file);
        }
    }

    /** The last one first. */
    private List<Path> files(String ending) throws IOException {
        var files = new ArrayList<Path>();
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ending)) {
                all.forEach(files::add);
            }
        }
        files.sort(Collections.reverseOrder());
        return files;
    }

    /** All that are kept, the last one first. */
    List<Map<String, Object>> all() throws IOException {
        var all = new ArrayList<Map<String, Object>>();
        for (var file : files(".json")) {
            all.add(json.read(Files.readString(file)));
        }
        return all;
    }
}
