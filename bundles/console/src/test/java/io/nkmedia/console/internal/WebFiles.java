package io.nkmedia.console.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The demo client's files as they lie in the build's output. */
final class WebFiles {
    private WebFiles() {}

    static Map<String, URL> all() throws IOException {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> "/" + root.relativize(file), WebFiles::url));
        }
    }

    static Pages pages() throws IOException {
        return Pages.read(all());
    }

    private static Path root() {
        try {
            return Path.of(WebFiles.class.getResource("/web/demo").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
