package io.nkmedia.itests.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A bundle as it was built.
 *
 * @param name as in {@code bundles/<name>}
 * @param classes its own: not what it embeds
 */
record Bundle(String name, Attributes manifest, JavaClasses classes) {
    static Bundle of(String name, Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            var packages = "io.nkmedia." + name;
            var classes = new ClassFileImporter()
                    .withImportOption(new Below(packages.replace('.', '/') + "/"))
                    .importJar(file);
            return new Bundle(name, file.getManifest().getMainAttributes(), classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Below(String folder) implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("!/" + folder);
        }
    }

    /** Contract kits and model servers are held to fewer rules. */
    boolean isShipped() {
        return !name.equals("testing");
    }

    /** Packages and their attributes and directives, as they are written. */
    Map<String, String> exports() {
        return clauses("Export-Package");
    }

    Map<String, String> imports() {
        return clauses("Import-Package");
    }

    Optional<String> header(String header) {
        return Optional.ofNullable(manifest.getValue(header));
    }

    private Map<String, String> clauses(String header) {
        var clauses = new LinkedHashMap<String, String>();
        header(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")))
                .map(clause -> clause.split(";", 2))
                .forEach(clause -> clauses.put(clause[0].strip(), clause.length > 1 ? clause[1] : ""));
        return clauses;
    }
}
