package io.nkmedia.upgrade.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A bundle's jar that was read to its end.
 *
 * @param headers of its manifest
 */
record Jar(Path file, String symbolicName, Version version, Attributes headers) {
    /** So many bytes may be in it, unpacked. */
    static final long MAX_BYTES = 512L * 1024 * 1024;

    private static final int BUFFER = 65_536;

    /** @throws Refused if it isn't a whole jar, or no bundle */
    static Jar of(Path file, String name) throws Refused {
        var jar = bundle(file, name);
        if (jar.headers().getValue(Constants.FRAGMENT_HOST) != null) {
            throw new Refused(name + " is a fragment: update it and refresh its host in the shell");
        }
        return jar;
    }

    /** The same, but it may be a fragment. */
    static Jar bundle(Path file, String name) throws Refused {
        try (var jar = new JarFile(file.toFile())) {
            readToTheEnd(jar);
            var manifest = jar.getManifest();
            if (manifest == null) {
                throw new Refused(name + " is not a bundle: it has no manifest");
            }
            return bundle(file, name, manifest.getMainAttributes());
        } catch (IOException | SecurityException e) {
            throw new Refused(name + " is not a whole jar: " + e.getMessage(), e);
        }
    }

    private static Jar bundle(Path file, String name, Attributes headers) throws Refused {
        var names = Clause.all(headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (names.isEmpty() || !"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new Refused(name + " is not a bundle: its manifest has no Bundle-SymbolicName");
        }
        try {
            var version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
            return new Jar(file, names.get(0).paths().get(0), version, headers);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    name + " is not a bundle: its version is " + headers.getValue(Constants.BUNDLE_VERSION), e);
        }
    }

    /** Finds out whether what the directory promises is there: a copy that was cut off has holes. */
    private static void readToTheEnd(JarFile jar) throws IOException {
        var buffer = new byte[BUFFER];
        long left = MAX_BYTES;
        for (var entry : Collections.list(jar.entries())) {
            try (var in = jar.getInputStream(entry)) {
                int read = in.read(buffer);
                while (read >= 0) {
                    left -= read;
                    if (left < 0) {
                        throw new IOException("more than " + MAX_BYTES + " bytes in it");
                    }
                    read = in.read(buffer);
                }
            }
        }
    }

    /** Copies at most {@link #MAX_BYTES}. */
    static void copy(InputStream from, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            var buffer = new byte[BUFFER];
            long left = MAX_BYTES;
            int read = from.read(buffer);
            while (read >= 0) {
                left -= read;
                if (left < 0) {
                    throw new IOException("more than " + MAX_BYTES + " bytes");
                }
                out.write(buffer, 0, read);
                read = from.read(buffer);
            }
        }
    }
}
