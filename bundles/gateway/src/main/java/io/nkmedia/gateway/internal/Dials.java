package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.ConnectSpec;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The connections that owners asked for. */
public final class Dials {
    private final Links links;
    private final Ports ports;
    private final ConcurrentMap<Key, Dial> dials = new ConcurrentHashMap<>();

    private record Key(String owner, String id) {}

    public Dials(Links links, Ports ports) {
        this.links = links;
        this.ports = ports;
    }

    /** @param bundle whose protocol gets it; empty if any will do */
    public CompletionStage<Void> connect(String owner, ConnectSpec spec, OptionalLong bundle) {
        var key = new Key(owner, spec.id());
        var fresh = new Dial(spec, bundle, over -> dials.remove(key, over));
        var there = dials.putIfAbsent(key, fresh);
        if (there != null) {
            there.askedBy(bundle, links);
            return there.opened();
        }
        fresh.start(ports, links);
        return fresh.opened();
    }

    /** Without effect if another bundle has asked for it since: it isn't this one's any more. */
    public void disconnect(String owner, String id, OptionalLong bundle) {
        Optional.ofNullable(dials.get(new Key(owner, id)))
                .filter(dial -> dial.bundle().equals(bundle))
                .ifPresent(Dial::cancel);
    }

    public void shut() {
        dials.values().forEach(Dial::cancel);
    }
}
