package io.nkmedia.gateway.internal;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Which browsers' pages may open a WebSocket here. */
final class Origins {
    private Origins() {}

    /**
     * @param origin the {@code Origin} header; what has none is not a browser
     * @param host the {@code Host} header
     */
    static boolean allowed(Optional<String> origin, Optional<String> host, List<String> listed) {
        if (origin.isEmpty() || listed.contains("*") || listed.contains(origin.get())) {
            return true;
        }
        return hostOf(origin.get())
                .map(page -> host.flatMap(h -> hostOf("http://" + h))
                        .filter(page::equalsIgnoreCase)
                        .isPresent())
                .orElse(false);
    }

    /** Scheme and port don't matter: the demo page talks to every listener of its machine. */
    private static Optional<String> hostOf(String url) {
        try {
            return Optional.ofNullable(URI.create(url).getHost());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
