package io.nkmedia.upgrade.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;

/**
 * A bundle's content as a jar again. It is read from the bundle itself: its location may have another content by now, and
 * where the framework keeps it is the framework's affair.
 */
final class OldContent {
    private OldContent() {}

    static void write(Bundle bundle, Path file) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(file))) {
            // First, as readers of a stream want it.
            copy(bundle, JarFile.MANIFEST_NAME, out);
            folder(bundle, "/", out);
        }
    }

    private static void folder(Bundle bundle, String path, JarOutputStream out) throws IOException {
        var paths = bundle.getEntryPaths(path);
        if (paths == null) {
            return;
        }
        for (var entry : Collections.list(paths)) {
            if (entry.endsWith("/")) {
                folder(bundle, entry, out);
            } else if (!entry.equals(JarFile.MANIFEST_NAME)) {
                copy(bundle, entry, out);
            }
        }
    }

    private static void copy(Bundle bundle, String entry, JarOutputStream out) throws IOException {
        var url = bundle.getEntry(entry);
        if (url == null) {
            throw new IOException("no " + entry + " in " + bundle.getSymbolicName());
        }
        out.putNextEntry(new ZipEntry(entry));
        try (var in = url.openStream()) {
            in.transferTo(out);
        }
        out.closeEntry();
    }
}
