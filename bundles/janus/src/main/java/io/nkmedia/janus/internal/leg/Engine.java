package io.nkmedia.janus.internal.leg;

import io.nkmedia.janus.internal.wire.AdminClient;
import io.nkmedia.janus.internal.wire.ControlClient;
import io.nkmedia.janus.internal.wire.Owner;
import java.util.Optional;

/**
 * A running engine, as its legs use it.
 *
 * @param admin absent if an external engine doesn't offer it
 * @param trickles whether its candidates come one by one after its SDP
 * @param owner on whose behalf its legs are opened
 */
public record Engine(ControlClient control, Optional<AdminClient> admin, boolean trickles, Owner owner) {
    /** Whether it is still ours: another part of us, or a newer one, may have taken it over. In the control's mailbox. */
    boolean isOurs() {
        return control.isOwnedBy(owner);
    }
}
