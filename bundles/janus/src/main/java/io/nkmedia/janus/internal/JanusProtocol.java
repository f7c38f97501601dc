package io.nkmedia.janus.internal;

import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import io.nkmedia.janus.internal.wire.Links;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The media side of the engine's wire protocol, as the gateway finds it. */
@Component(property = FrameProtocol.PROTOCOL + "=janus")
public final class JanusProtocol implements FrameProtocol {
    private final Links links;

    @Activate
    public JanusProtocol(@Reference Links links) {
        this.links = links;
    }

    @Override
    public Set<Framing> framings() {
        return Set.of(Framing.TEXT);
    }

    @Override
    public List<String> subprotocols() {
        return List.of("janus-protocol");
    }

    @Override
    public Attachment attach(Connection connection, Optional<String> saved) {
        return links.control(connection, saved);
    }
}
