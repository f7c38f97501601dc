package io.nkmedia.core.internal.store;

import io.nkmedia.base.Time;
import io.nkmedia.core.internal.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lives in all services, kept for the time after a crash: a file for each in {@code data/nkmedia/sessions/}, which
 * only this user can read.
 */
public final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String ENDING = ".journal";

    /** Raised when what is in the files means something else. */
    private static final int SCHEMA = 1;

    /** What all shelves share. */
    record House(Json json, Time time, Executor thread, Journal.Opener opener, String schema, String process) {
        String writer() {
            return schema + process;
        }
    }

    private final Path folder;
    private final House house;

    /**
     * @param data the server's own folder
     * @param thread runs what writes; one after the other for each service
     */
    public Store(Path data, Json json, Time time, Executor thread) {
        this(data, json, time, thread, Store::open, process());
    }

    Store(Path data, Json json, Time time, Executor thread, Journal.Opener opener, String process) {
        folder = data.resolve("nkmedia/sessions");
        house = new House(json, time, thread, opener, "schema " + SCHEMA + " process ", process);
    }

    /** A pid alone may be given out again, in a container even the same each time. */
    private static String process() {
        return ProcessHandle.current().pid() + "/"
                + ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static SeekableByteChannel open(Path file) throws IOException {
        var parent = file.toAbsolutePath().resolveSibling("");
        Files.createDirectories(
                parent, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * The shelf of a service; one at a time.
     *
     * @param told when there is a reason why nothing can be kept, and when it is over
     */
    public Shelf shelf(String service, Consumer<Optional<String>> told) {
        return new DiskShelf(service, folder.resolve(service + ENDING), house, told);
    }

    /** The server has come to its end in order: nothing is left for the next one. Blocks. */
    public void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING + "*")) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Sessions that have ended are still on disk: {}", e.getMessage());
        }
    }
}
