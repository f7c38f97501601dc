package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds an engine's program.
 *
 * @param path the folders to look in, as in the variable PATH
 */
record Programs(String path) {
    /** An explicit {@code binary} that isn't there is an error: another version in its place would surprise. */
    Path find(InstanceSpec spec) {
        var binary = spec.config().settings().get("binary");
        if (binary != null) {
            return find(String.valueOf(binary))
                    .orElseThrow(() -> new RuntimeUnavailable("binary " + binary + " is no program that can be run"));
        }
        var names = spec.engine().programs();
        return names.stream()
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElseThrow(() -> new RuntimeUnavailable(spec.engine().kind() + " is not installed (looked for "
                        + String.join(", ", names) + " on the PATH)"));
    }

    /** Whether there is one. */
    boolean has(InstanceSpec spec) {
        var binary = spec.config().settings().get("binary");
        return binary != null
                ? find(String.valueOf(binary)).isPresent()
                : spec.engine().programs().stream().anyMatch(name -> find(name).isPresent());
    }

    private Optional<Path> find(String name) {
        var candidates = name.contains("/")
                ? Stream.of(Path.of(name))
                : List.of(path.split(File.pathSeparator, -1)).stream()
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name));
        return candidates
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toAbsolutePath)
                .findFirst();
    }
}
