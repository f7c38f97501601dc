package io.nkmedia.testing.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** An image with the Janus of this machine: made without any registry. */
public final class JanusImage {
    private static final Path PROGRAM = Path.of("/usr/bin/janus");

    /** What the library for SRTP loads by name, so that no list of libraries has it. */
    private static final List<String> LOADED = List.of("libsoftokn3.so", "libfreebl3.so", "libfreeblpriv3.so");

    private JanusImage() {}

    /** Makes it; skips the test if there is no Janus. */
    public static void make(DockerDaemon daemon, String tag) {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "skipped: Janus isn't installed");
        var files = new ArrayList<>(List.of(PROGRAM.toString()));
        try (var places = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu")) {
            for (var place : places) {
                add(place.resolve("janus"), files);
                LOADED.stream()
                        .map(name -> place.resolve(name))
                        .filter(Files::exists)
                        .map(Path::toString)
                        .forEach(files::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon.image(tag, files);
        tried(daemon, tag);
    }

    /** Skips the test if the Docker engine answers, but this machine lets it run nothing. */
    private static void tried(DockerDaemon daemon, String tag) {
        try {
            daemon.docker(
                    "run",
                    "--rm",
                    "--network=host",
                    "--user=17017",
                    "--read-only",
                    "--cap-drop=ALL",
                    "--security-opt=no-new-privileges",
                    "--memory=256m",
                    "--cpus=1",
                    "--pids-limit=100",
                    tag,
                    PROGRAM.toString(),
                    "--help");
        } catch (IllegalStateException refused) {
            Assumptions.abort("skipped: this machine runs no containers: " + refused.getMessage());
        }
    }

    private static void add(Path folder, List<String> files) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).map(Path::toString).forEach(files::add);
            }
        }
    }
}
