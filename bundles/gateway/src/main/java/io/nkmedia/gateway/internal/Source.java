package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.FrameLimits;
import java.util.Map;

/** Where a connection came from: a listener, or somebody's wish to be connected. Answers for the present moment. */
public interface Source {
    /** The id of the protocol. */
    String protocol();

    Map<String, String> attributes();

    FrameLimits limits();

    /** This link begins. */
    void begun(Link link);

    /** This link closes, or its socket is gone. Perhaps more than once. */
    void ended(Link link);
}
