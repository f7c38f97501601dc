package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Who speaks which protocol now. Of several, the one that came last: an upgrade may start the new one first. But where a
 * bundle has asked for a connection, its own: versions of a plugin that are there side by side each have their own.
 */
final class Holders {
    private final ConcurrentMap<String, List<Holder>> byProtocol = new ConcurrentHashMap<>();

    Optional<Holder> current(String protocol) {
        return last(protocol, holder -> true);
    }

    /** The one of a bundle. */
    Optional<Holder> of(String protocol, OptionalLong bundle) {
        return last(protocol, holder -> bundle.equals(OptionalLong.of(holder.bundle())));
    }

    private Optional<Holder> last(String protocol, Predicate<Holder> which) {
        return byProtocol.getOrDefault(protocol, List.of()).stream()
                .filter(which)
                .reduce((earlier, later) -> later);
    }

    void add(String protocol, FrameProtocol service, long bundle) {
        var holder = Holder.of(service, bundle);
        byProtocol.merge(protocol, List.of(holder), (all, one) -> {
            var more = new ArrayList<>(all);
            more.addAll(one);
            return List.copyOf(more);
        });
    }

    void remove(String protocol, FrameProtocol service) {
        byProtocol.computeIfPresent(protocol, (id, all) -> {
            var rest = all.stream().filter(h -> h.service() != service).toList();
            return rest.isEmpty() ? null : rest;
        });
    }
}
