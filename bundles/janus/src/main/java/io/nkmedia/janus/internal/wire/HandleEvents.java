package io.nkmedia.janus.internal.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.StopReason;

/** Who is told what happens on a handle. Called in the connection's mailbox. */
public interface HandleEvents {
    /**
     * A frame that no request waits for.
     *
     * @param kind such as {@code webrtcup}
     */
    void frame(String kind, ObjectNode frame);

    /** The handle is gone; nothing follows. */
    void gone(StopReason why);
}
