package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.TlsSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The listeners that a configuration asks for: a pure function. */
final class ListenerPlan {
    /** The id of our JSON protocol. */
    static final String PROTOCOL = "nkmedia";

    /** The attribute that tells a connection its service. */
    static final String SERVICE = "service";

    private ListenerPlan() {}

    static List<ListenerSpec> of(ServiceDocument document) {
        var specs = new ArrayList<ListenerSpec>();
        if (!document.enabled()) {
            return specs;
        }
        var limits = document.limits();
        var frames = new FrameLimits(limits.maxMessageBytes(), limits.maxQueueEvents(), limits.maxQueueBytes());
        var attributes = Map.of(SERVICE, document.name());
        if (document.sharedHttp()) {
            specs.add(ListenerSpec.of("shared:/" + document.name(), PROTOCOL, attributes)
                    .withLimits(frames)
                    .withOrigins(document.origins())
                    .withLoopbackOnly(document.loopbackOnly())
                    .withMaxConnections(limits.connections()));
        }
        for (var listener : document.listeners()) {
            var spec = ListenerSpec.of(listener.url(), PROTOCOL, attributes)
                    .withLimits(frames)
                    .withOrigins(listener.origins())
                    .withLoopbackOnly(document.loopbackOnly())
                    .withMaxConnections(limits.connections())
                    .withPages(listener.pages() && listener.url().startsWith("wss:"));
            specs.add(listener.tls().map(tls -> spec.withTls(tls(tls))).orElse(spec));
        }
        return specs;
    }

    private static TlsSpec tls(ServiceDocument.Tls tls) {
        return new TlsSpec(
                Path.of(tls.cert()),
                Path.of(tls.key()),
                tls.clientCa().map(Path::of),
                tls.requireClientCert(),
                tls.minVersion());
    }
}
