package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance's folder: {@code engine/} is what the engine itself sees, with the files made of templates;
 * {@code instance.properties} the {@link InstanceRecord}; {@code lease} what the guard watches; {@code output.log} what
 * the engine printed, and {@code output.log.1} what came before.
 *
 * @param home mode 0700
 */
public record InstanceFolder(Path home) {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceFolder.class);
    private static final long OUTPUT_LIMIT_BYTES = 8L << 20;
    private static final long LAST_WORDS_BYTES = 1000;

    public Path engine() {
        return home.resolve("engine");
    }

    Path output() {
        return home.resolve("output.log");
    }

    private Path recordFile() {
        return home.resolve("instance.properties");
    }

    private Path leaseFile() {
        return home.resolve("lease");
    }

    /** Makes it ready for a start: nothing is there but the output of the last time. */
    void prepare() throws IOException {
        PrivateFiles.folder(home);
        forget();
        PrivateFiles.folder(engine());
        if (Files.exists(output())) {
            Files.move(output(), keptOutput(), StandardCopyOption.REPLACE_EXISTING);
        }
        PrivateFiles.write(output(), "");
        PrivateFiles.write(leaseFile(), leaseText(0));
    }

    /** Writes the engine's files; subfolders are made. */
    void write(Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = engine().resolve(file.getKey()).normalize();
            if (!path.startsWith(engine()) || path.equals(engine())) {
                throw new RuntimeUnavailable("the file " + file.getKey() + " is not below the engine's folder");
            }
            PrivateFiles.folder(path.resolveSibling(""));
            PrivateFiles.write(path, file.getValue());
        }
    }

    public void write(InstanceRecord record) throws IOException {
        PrivateFiles.replace(recordFile(), record.text());
    }

    /** Empty if nothing runs here, or nobody can tell. */
    Optional<InstanceRecord> read() throws IOException {
        try {
            return Optional.of(InstanceRecord.parse(Files.readString(recordFile())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.warn("The record in {} is unreadable: {}", home.getFileName(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Renews the lease in place, in the same number of bytes: that works on a full disk, too. */
    void renew(long number) throws IOException {
        try (var channel = FileChannel.open(leaseFile(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(leaseText(number).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static String leaseText(long number) {
        return String.format(Locale.ROOT, "%020d\n", number);
    }

    /** Keeps the output within its bound while the engine appends to it; lines of that very moment may be lost. */
    void boundOutput() throws IOException {
        if (Files.exists(output()) && Files.size(output()) > OUTPUT_LIMIT_BYTES) {
            Files.copy(output(), keptOutput(), StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(output(), StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    /** The last line that the engine printed; empty if it printed nothing. */
    String lastOutput() throws IOException {
        try (var channel = FileChannel.open(output(), StandardOpenOption.READ)) {
            var end = ByteBuffer.allocate((int) Math.min(LAST_WORDS_BYTES, channel.size()));
            channel.read(end, channel.size() - end.capacity());
            var text = new String(end.array(), StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        }
    }

    private Path keptOutput() {
        return home.resolve("output.log.1");
    }

    /** Removes all that is secret or of use to an engine that runs; its output stays, for whoever asks why it ended. */
    public void forget() throws IOException {
        PrivateFiles.delete(recordFile());
        PrivateFiles.delete(leaseFile());
        PrivateFiles.delete(engine());
    }

    void remove() throws IOException {
        PrivateFiles.delete(home);
    }
}
