package io.nkmedia.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The closed set of files that may be served, read once. A request path is only ever a key in this map and never
 * becomes the name of a file, so no spelling of a path leads out of it.
 */
final class Pages {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml;charset=utf-8");

    private final Map<String, Page> pages;

    private Pages(Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
    }

    /**
     * @param files from a path such as {@code /js/main.js} to where its content is
     * @throws IOException if one can't be read, or has an ending without a known media type
     */
    static Pages read(Map<String, URL> files) throws IOException {
        Map<String, Page> pages = new HashMap<>();
        for (Map.Entry<String, URL> file : files.entrySet()) {
            String path = file.getKey();
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IOException("No media type known for " + path);
            }
            try (InputStream in = file.getValue().openStream()) {
                pages.put(path, new Page(type, in.readAllBytes()));
            }
        }
        return new Pages(pages);
    }

    /** The page at this path below the context, {@code /} being the index; null if there is none. */
    @Nullable
    Page find(String path) {
        return pages.get(path.equals("/") ? "/index.html" : path);
    }
}
