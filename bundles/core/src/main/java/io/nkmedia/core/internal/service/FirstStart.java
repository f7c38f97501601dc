package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.access.Passwords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the services {@code core} and {@code demo} with the user {@code admin} when there is no service at all. The
 * password comes from {@code NKMEDIA_ADMIN_PASSWORD}; else it is generated and put into a file that whoever shows it
 * deletes. Only its hash stays.
 */
@Component(service = FirstStart.class, immediate = true)
public final class FirstStart {
    /** Where a generated password waits to be shown once, below {@code karaf.data}. */
    private static final String PASSWORD_FILE = "nkmedia/admin-password";

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    @Activate
    public FirstStart(BundleContext bundles) throws IOException {
        var etc = Path.of(bundles.getProperty("karaf.etc"));
        try (var files = Files.newDirectoryStream(etc, "io.nkmedia.service-*.json")) {
            if (files.iterator().hasNext()) {
                return;
            }
        }
        try (var passwords = new Passwords()) {
            var hash = passwords.hash(password(passwords, Path.of(bundles.getProperty("karaf.data"), PASSWORD_FILE)));
            write(etc, "core", core(hash));
            write(etc, "demo", demo(hash));
        }
        LOG.info("First start: made the services core and demo with the user admin");
    }

    private static String password(Passwords passwords, Path file) throws IOException {
        var given = Optional.ofNullable(System.getenv("NKMEDIA_ADMIN_PASSWORD")).filter(text -> !text.isEmpty());
        if (given.isPresent()) {
            if (given.get().getBytes(StandardCharsets.UTF_8).length > Passwords.MAX_BYTES) {
                throw new IOException("NKMEDIA_ADMIN_PASSWORD is longer than " + Passwords.MAX_BYTES + " bytes");
            }
            return given.get();
        }
        var password = passwords.generated();
        Files.createDirectories(file.getParent());
        write(file, password + "\n");
        LOG.warn("The password of admin was generated; read it in {} and delete that file", file);
        return password;
    }

    private static void write(Path etc, String name, String document) throws IOException {
        write(etc.resolve("io.nkmedia.service-" + name + ".json"), document);
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private static String core(String hash) {
        return """
                {
                  "name": "core",
                  "description": "Administration: its admins manage the other services",
                  "loopback_only": true,
                  "auth": {"users": [{"user": "admin", "password_hash": "%s", "roles": ["admin"]}]}
                }
                """.formatted(hash);
    }

    private static String demo(String hash) {
        return """
                {
                  "name": "demo",
                  "description": "A service to try things out",
                  "backends": [{"kind": "janus", "runtime": "auto"}],
                  "auth": {"users": [{"user": "admin", "password_hash": "%s", "roles": ["admin"]}]}
                }
                """.formatted(hash);
    }
}
