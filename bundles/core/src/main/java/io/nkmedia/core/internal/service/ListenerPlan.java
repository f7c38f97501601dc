package io.nkmedia.core.internal.service;

import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.connection.LoginDesk;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.TlsSpec;
import io.nkmedia.gateway.WebSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The listeners that a configuration asks for: a pure function. */
final class ListenerPlan {
    /** The id of our JSON protocol. */
    static final String PROTOCOL = "nkmedia";

    /** The attribute that tells a connection its service. */
    static final String SERVICE = "service";

    private static final Pattern PORT = Pattern.compile("[a-z]+://.+:(\\d+)(/.*)?");

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
            var spec = ListenerSpec.of(listener.url(), PROTOCOL, attributes(document.name(), listener.roles()))
                    .withLimits(frames)
                    .withOrigins(listener.origins())
                    .withLoopbackOnly(document.loopbackOnly())
                    .withMaxConnections(limits.connections())
                    .withPages(listener.pages() && listener.url().startsWith("wss:"))
                    .withWeb(listener.web().map(ListenerPlan::web));
            specs.add(listener.tls().map(tls -> spec.withTls(tls(tls))).orElse(spec));
        }
        return specs;
    }

    private static Map<String, String> attributes(String service, List<String> roles) {
        return roles.isEmpty()
                ? Map.of(SERVICE, service)
                : Map.of(SERVICE, service, LoginDesk.ROLES, String.join(",", roles));
    }

    /**
     * The listeners between two configurations: the next ones, and those of before that aren't in their way. So none of
     * the old ones is closed before all the new ones are known to be open.
     */
    static List<ListenerSpec> between(List<ListenerSpec> before, List<ListenerSpec> next) {
        var both = new ArrayList<>(next);
        before.stream()
                .filter(old -> next.stream().noneMatch(spec -> spec.url().equals(old.url()) || samePort(spec, old)))
                .forEach(both::add);
        return both;
    }

    private static boolean samePort(ListenerSpec one, ListenerSpec other) {
        int port = port(one.url());
        return port > 0 && port == port(other.url());
    }

    private static int port(String url) {
        var matcher = PORT.matcher(url);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The key of a listener in the document. */
    static String path(ServiceDocument document, String url) {
        for (int i = 0; i < document.listeners().size(); i++) {
            if (document.listeners().get(i).url().equals(url)) {
                return "listeners[" + i + "].url";
            }
        }
        return "shared_http";
    }

    private static WebSpec web(ServiceDocument.Web web) {
        return new WebSpec(web.path().equals("/") ? "" : web.path(), Path.of(web.dir()));
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
