package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services in files: the documents, which people edit, in {@code etc/io.nkmedia.service-<name>.json}; what only this
 * program needs in {@code data/nkmedia/services/<name>.json}. Each is written whole, by rename, for its owner only.
 */
final class ServiceFolder implements ServiceStore {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceFolder.class);
    private static final String OURS = "rw-------";

    private final Path etc;
    private final Path records;
    private final ConfigurationAdmin configurations;
    private final Json json;
    private final Binder binder;

    ServiceFolder(Path etc, Path data, ConfigurationAdmin configurations, Json json) {
        this.etc = etc;
        this.records = data.resolve("nkmedia/services");
        this.configurations = configurations;
        this.json = json;
        binder = new Binder(json, true);
    }

    private Path documentFile(String name) {
        return etc.resolve("io.nkmedia.service-" + name + ".json");
    }

    private Path recordFile(String name) {
        return records.resolve(name + ".json");
    }

    @Override
    public Optional<String> document(String name) throws IOException {
        return read(documentFile(name));
    }

    @Override
    public void write(String name, String document) throws IOException {
        replace(documentFile(name), document);
        ServiceConfiguration.write(configurations, name, document);
    }

    @Override
    public Optional<ServiceRecord> record(String name) throws IOException {
        var text = read(recordFile(name));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(binder.bind(json.parse(text.get()), ServiceRecord.class, unknown -> {}));
        } catch (JsonProcessingException | RuntimeException broken) {
            LOG.error("What was kept of service {} can't be read: it gets a new uuid", name, broken);
            return Optional.empty();
        }
    }

    @Override
    public void keep(String name, ServiceRecord record) throws IOException {
        Files.createDirectories(
                records, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        replace(recordFile(name), json.write(json.tree(record)));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(documentFile(name));
        Files.deleteIfExists(recordFile(name));
        ServiceConfiguration.delete(configurations, name);
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** After a crash there is the old content or the new one, never a part. */
    private static void replace(Path file, String text) throws IOException {
        var draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OURS)));
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (Files.exists(file)) {
            // Whom the operator lets read it is the operator's business.
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
