package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Capability;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.api.media.MediaUpdate;

/** What is special about one session type: which plugin of the engine carries it, and what is said to it. */
public interface LegType {
    Capability capability();

    /** The plugin's full name. */
    String plugin();

    /**
     * The message that goes with the client's offer, or that makes the engine offer.
     *
     * @throws io.nkmedia.api.ApiException if a field of the request is missing or wrong
     */
    ObjectNode open(LegRequest request);

    /**
     * The message that changes what flows.
     *
     * @throws io.nkmedia.api.ApiException {@code not_implemented} if a part of it can't be done
     */
    ObjectNode update(MediaUpdate media);

    /** The message that goes with a new offer on a live leg. */
    ObjectNode reoffer();

    /** The message that goes with the client's answer; only for types whose engine offers. */
    default ObjectNode answer() {
        throw CoreError.INVALID_OPERATION.error();
    }

    /** The name that a saved handle carries. */
    default String name() {
        return capability().type();
    }
}
