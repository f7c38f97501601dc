package io.nkmedia.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the next build of a bundle from the one that is there: same content, same packages' versions, higher version. */
public final class NewerBuild {
    private NewerBuild() {}

    /** A copy of the jar, beside no other file of that name, whose bundle version is the next micro version. */
    public static Path of(Path jar) throws IOException {
        try (JarFile source = new JarFile(jar.toFile())) {
            return of(jar, next(source.getManifest().getMainAttributes().getValue("Bundle-Version")), Set.of());
        }
    }

    /**
     * A copy of the jar with this bundle version.
     *
     * @param without the classes that it lacks, by the names of their files: a build that can't work
     */
    static Path of(Path jar, String version, Set<String> without) throws IOException {
        return of(jar, version, without, headers -> {}, Map.of());
    }

    /**
     * A copy of the jar with this bundle version.
     *
     * @param headers changes the manifest
     * @param more further files by their names
     */
    static Path of(
            Path jar, String version, Set<String> without, Consumer<Attributes> headers, Map<String, byte[]> more)
            throws IOException {
        Path copy = Files.createTempDirectory(jar.getFileName().toString()).resolve(jar.getFileName());
        try (JarFile source = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(source.getManifest());
            Attributes main = manifest.getMainAttributes();
            main.putValue("Bundle-Version", version);
            headers.accept(main);
            try (OutputStream file = Files.newOutputStream(copy);
                    JarOutputStream target = new JarOutputStream(file, manifest)) {
                copyEntries(source, target, without);
                for (var added : more.entrySet()) {
                    target.putNextEntry(new JarEntry(added.getKey()));
                    target.write(added.getValue());
                    target.closeEntry();
                }
            }
        }
        return copy;
    }

    /** The URL of a features file with this version of the Janus plugin's feature, and this jar in it. */
    static String feature(String version, Path jar) throws IOException {
        Path file = Files.createTempFile("features", ".xml");
        Files.writeString(file, """
                <features name="newer-%s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="nkmedia-janus" version="%s">
                    <feature>nkmedia-core</feature>
                    <bundle start-level="80">%s</bundle>
                  </feature>
                </features>
                """.formatted(version, version, jar.toUri()));
        return file.toUri().toString();
    }

    private static void copyEntries(JarFile source, JarOutputStream target, Set<String> without) throws IOException {
        Enumeration<JarEntry> entries = source.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            if (entry.getName().equals(JarFile.MANIFEST_NAME)
                    || without.stream().anyMatch(entry.getName()::endsWith)) {
                continue;
            }
            target.putNextEntry(new JarEntry(entry.getName()));
            try (InputStream content = source.getInputStream(entry)) {
                content.transferTo(target);
            }
            target.closeEntry();
        }
    }

    static String next(String version) {
        String[] parts = version.split("\\.", 4);
        return parts[0] + "." + parts[1] + "." + (Integer.parseInt(parts[2]) + 1);
    }
}
