package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameLimits;
import java.util.Map;
import java.util.OptionalLong;

/** Where a connection came from: a listener, or somebody's wish to be connected. Answers for the present moment. */
public interface Source {
    /** The id of the protocol. */
    String protocol();

    /** The id of the bundle that has asked for it, and whose own protocol is therefore wanted; empty if any will do. */
    default OptionalLong bundle() {
        return OptionalLong.empty();
    }

    Map<String, String> attributes();

    FrameLimits limits();

    /** This link begins. */
    void begun(Link link);

    /** This link closes, or its socket is gone. Perhaps more than once. */
    void ended(Link link);
}
