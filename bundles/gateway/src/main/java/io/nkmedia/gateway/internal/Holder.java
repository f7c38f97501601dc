package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import java.util.List;
import java.util.Set;

/**
 * A protocol's service, and what it can do as plain data, asked once.
 *
 * @param bundle the id of the bundle that registered it
 */
public record Holder(FrameProtocol service, Set<Framing> framings, List<String> subprotocols, long bundle) {
    public Holder {
        framings = Set.copyOf(framings);
        subprotocols = List.copyOf(subprotocols);
    }

    static Holder of(FrameProtocol service, long bundle) {
        return new Holder(service, service.framings(), service.subprotocols(), bundle);
    }
}
