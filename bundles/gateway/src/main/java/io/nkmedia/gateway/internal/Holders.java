package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who speaks which protocol now. Of several, the one that came last: an upgrade may start the new one first. */
final class Holders {
    private final ConcurrentMap<String, List<Holder>> byProtocol = new ConcurrentHashMap<>();

    Optional<Holder> current(String protocol) {
        var all = byProtocol.getOrDefault(protocol, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    void add(String protocol, FrameProtocol service) {
        var holder = Holder.of(service);
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
