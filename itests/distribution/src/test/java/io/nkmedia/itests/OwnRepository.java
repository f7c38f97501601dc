package io.nkmedia.itests;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A Maven repository for builds outside of ours: what the user's has, by links, and the bundles of this build as if they
 * were installed. The user's own stays as it is.
 */
final class OwnRepository {
    private OwnRepository() {}

    static Path in(Path folder) throws IOException {
        var users = users();
        links(users, folder, "io");
        links(users.resolve("io"), folder.resolve("io"), "nkmedia");
        var version = Unpacked.property("nkmedia.version");
        install(folder, "nkmedia", version, Program.root().resolve("pom.xml"), "pom");
        for (var name : new String[] {"base", "api", "gateway", "testing"}) {
            var bundle = Program.root().resolve("bundles").resolve(name);
            var artifact = "io.nkmedia." + name;
            install(folder, artifact, version, bundle.resolve("pom.xml"), "pom");
            install(folder, artifact, version, bundle.resolve("target/" + artifact + "-" + version + ".jar"), "jar");
        }
        return folder;
    }

    /** Where this test's own libraries came from: {@code GROUP/ARTIFACT/VERSION/FILE} below it. */
    private static Path users() {
        try {
            var jar = Path.of(ObjectMapper.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolve("../../../../../../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void links(Path from, Path to, String but) throws IOException {
        Files.createDirectories(to);
        try (var entries = Files.newDirectoryStream(from)) {
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                if (!name.equals(but)) {
                    Files.createSymbolicLink(to.resolve(name), entry);
                }
            }
        }
    }

    private static void install(Path folder, String artifact, String version, Path file, String type)
            throws IOException {
        var place = Files.createDirectories(folder.resolve("io/nkmedia/" + artifact + "/" + version));
        Files.copy(file, place.resolve(artifact + "-" + version + "." + type), StandardCopyOption.REPLACE_EXISTING);
    }
}
