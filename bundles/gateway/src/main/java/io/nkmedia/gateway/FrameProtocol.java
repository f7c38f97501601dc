package io.nkmedia.gateway;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol that is spoken on connections which the gateway owns. An OSGi service with the property
 * {@link #PROTOCOL}; the gateway finds it by that id, never by class.
 *
 * <p>When the service goes (its bundle is replaced or removed) the gateway asks each attachment to
 * {@linkplain Attachment#save() save}, stops reading from its connections, and gives what was saved to the next
 * service with the same id. If none comes for 30 s, the connections close with 1001.
 *
 * <p>Several services with the same id may be there at the same time, such as those of two versions of a plugin. Clients'
 * connections go to the one that came last; a connection that a bundle asked for by {@link Listeners#connect} goes to that
 * bundle's own, and waits for it while it is replaced.
 */
@ConsumerType
public interface FrameProtocol {
    /** The name of the service property that holds the protocol's id, {@code [a-z][a-z0-9-]*}. */
    String PROTOCOL = "nkmedia.protocol";

    /** How this protocol is cut into frames on each kind of transport that it can use. */
    Set<Framing> framings();

    /** WebSocket subprotocols, best first: offered when connecting, picked when a client offers them. May be empty. */
    List<String> subprotocols();

    /**
     * Takes over a connection: a new one, or one that an earlier holder saved.
     *
     * <p>Called on the connection's I/O thread or, after an upgrade, on the thread that registered the service. Frames
     * arrive only after it has returned.
     *
     * @param saved what {@link Attachment#save()} of the earlier holder gave
     */
    Attachment attach(Connection connection, Optional<String> saved);
}
