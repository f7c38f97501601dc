package io.nkmedia.janus.internal.leg;

import io.nkmedia.janus.internal.wire.AdminClient;
import io.nkmedia.janus.internal.wire.ControlClient;
import java.util.Optional;

/**
 * A running engine, as its legs use it.
 *
 * @param admin absent if an external engine doesn't offer it
 * @param trickles whether its candidates come one by one after its SDP
 */
public record Engine(ControlClient control, Optional<AdminClient> admin, boolean trickles) {}
