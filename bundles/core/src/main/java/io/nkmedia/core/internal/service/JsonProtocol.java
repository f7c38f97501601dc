package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.connection.Clients;
import io.nkmedia.gateway.Attachment;
import io.nkmedia.gateway.Connection;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.gateway.Framing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Our JSON protocol on the gateway's connections (protocol.md): messages are lines or WebSocket texts. */
@Component(property = FrameProtocol.PROTOCOL + "=" + ListenerPlan.PROTOCOL)
public final class JsonProtocol implements FrameProtocol {
    private static final int GOING_AWAY = 1001;

    private final Services services;
    private final Clients clients;

    @Activate
    public JsonProtocol(@Reference Services services) {
        this.services = services;
        clients = services.clients();
    }

    @Override
    public Set<Framing> framings() {
        return Set.of(Framing.LINE, Framing.TEXT);
    }

    @Override
    public List<String> subprotocols() {
        return List.of("nkmedia.v1");
    }

    @Override
    public Attachment attach(Connection connection, Optional<String> saved) {
        var name = connection.attributes().getOrDefault(ListenerPlan.SERVICE, "");
        return services.find(name)
                .<Attachment>map(service -> clients.attach(connection, service, saved))
                .orElseGet(() -> refused(connection));
    }

    private static Attachment refused(Connection connection) {
        connection.close(GOING_AWAY, "service is gone");
        return new Clients.Nobody();
    }
}
