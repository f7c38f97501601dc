package io.nkmedia.itests.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All bundles, read once for all tests. */
final class Bundles {
    private static final List<Bundle> ALL = names().map(Bundles::read).toList();

    private Bundles() {}

    static List<Bundle> all() {
        return ALL;
    }

    static Stream<Bundle> shipped() {
        return ALL.stream().filter(Bundle::isShipped);
    }

    static List<JavaClass> shippedClasses() {
        return shipped().flatMap(bundle -> bundle.classes().stream()).toList();
    }

    /** What {@code bundles/} holds. */
    private static Stream<String> names() {
        var folders = Repository.root().resolve("bundles").toFile().listFiles(File::isDirectory);
        return Arrays.stream(folders == null ? new File[0] : folders)
                .filter(folder -> Files.exists(folder.toPath().resolve("pom.xml")))
                .map(File::getName)
                .sorted();
    }

    private static Bundle read(String name) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().matches("io\\.nkmedia\\." + name + "-\\d.*\\.jar"))
                .findFirst()
                .map(jar -> Bundle.of(name, jar))
                .orElseThrow(() -> new AssertionError("no jar of bundle " + name
                        + " on the class path: name it in itests/rules/pom.xml, and build with \"verify\""));
    }
}
