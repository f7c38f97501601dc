package io.nkmedia.gateway.internal.component;

import io.nkmedia.gateway.internal.Pages;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.framework.ServiceReference;

/** Files in somebody's bundle that a service's properties offer: read once, as bytes. */
final class BundlePages {
    static final String PATH = "nkmedia.pages.path";
    private static final String ROOT = "nkmedia.pages.root";
    private static final String HEADERS = "nkmedia.pages.headers";
    private static final int MAX_BYTES = 16_777_216;

    private BundlePages() {}

    static void read(ServiceReference<?> owner, Pages pages) throws IOException {
        var path = String.valueOf(owner.getProperty(PATH));
        var root = String.valueOf(owner.getProperty(ROOT));
        if (!path.matches("(/[a-z0-9-]+)+") || !root.startsWith("/")) {
            throw new IOException("no path or root: " + path + ", " + root);
        }
        pages.add(owner, path, headers(owner), files(owner, root));
    }

    private static Map<String, String> headers(ServiceReference<?> owner) {
        var headers = new LinkedHashMap<String, String>();
        if (owner.getProperty(HEADERS) instanceof String[] lines) {
            for (var line : lines) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static Map<String, byte[]> files(ServiceReference<?> owner, String root) throws IOException {
        var files = new HashMap<String, byte[]>();
        var found = owner.getBundle().findEntries(root, "*.*", true);
        int left = MAX_BYTES;
        for (var url : found == null ? Collections.<java.net.URL>emptyList() : Collections.list(found)) {
            try (var in = url.openStream()) {
                var content = in.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw new IOException("more than " + MAX_BYTES + " bytes");
                }
                files.put(url.getPath().substring(root.length()), content);
            }
        }
        return files;
    }
}
