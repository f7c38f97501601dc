package io.nkmedia.gateway.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * All files that browsers may have, by owner. A path from outside is only ever a key here, never a file's name, so that no
 * spelling of it leads anywhere else. Any thread.
 */
public final class Pages {
    private final ConcurrentMap<Object, Site> sites = new ConcurrentHashMap<>();

    private record Site(String path, Map<String, String> headers, Map<String, Page> files) {
        Optional<Page.Answer> answer(Page.Asked asked) {
            if (asked.path().equals(path)) {
                return Optional.of(Page.moved(path + "/", headers));
            }
            if (!asked.path().startsWith(path + "/")) {
                return Optional.empty();
            }
            var name = asked.path().substring(path.length());
            return Optional.ofNullable(files.get(name.equals("/") ? "/index.html" : name))
                    .map(page -> page.answer(asked.has(), headers))
                    .or(() -> Optional.of(Page.missing(headers)));
        }
    }

    /**
     * Offers an owner's files below a path.
     *
     * @param path such as {@code /demo}
     * @param files by their names below it, such as {@code /js/main.js}
     */
    public void add(Object owner, String path, Map<String, String> headers, Map<String, byte[]> files) {
        var pages = new HashMap<String, Page>();
        files.forEach((name, content) -> pages.put(name, new Page(name, content)));
        sites.put(owner, new Site(path, Map.copyOf(headers), Map.copyOf(pages)));
    }

    public void remove(Object owner) {
        sites.remove(owner);
    }

    /** Empty if no owner has anything to say about that path. */
    Optional<Page.Answer> answer(Page.Asked asked) {
        return asked.reads()
                ? sites.values().stream()
                        .map(site -> site.answer(asked))
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }
}
