package io.nkmedia.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place where clients come in: plain data, compared by value to find out what has changed.
 *
 * @param url {@code shared:/<path>} for the WebSocket endpoint below {@code /nkmedia} on the shared HTTP port, else
 *     {@code ws|wss|tcp|tls|udp://address:port[/path]}. Unique over all owners. Port 0 takes a free one; without a path
 *     any is answered. The address is numeric or {@code localhost}; {@code [::]} is IPv6 and IPv4
 * @param protocol the id of the {@link FrameProtocol}
 * @param attributes given to each connection, such as the service's name
 * @param origins for WebSockets: which {@code Origin}s of browsers are let in beside the server's own host name; others
 *     get HTTP 403. A request without {@code Origin} is not a browser's and is let in; {@code null} only if listed;
 *     {@code *} lets in all
 * @param loopbackOnly refuses peers of other machines: HTTP 403, TCP closed at once
 * @param maxConnections one more is refused: HTTP 503, TCP closed with 1013
 * @param pages for WebSockets of the own port: whether browsers that ask for a page get it, too (the package says who has
 *     pages)
 * @param web for WebSockets of the own port: files that browsers get beside those pages
 */
public record ListenerSpec(
        String url,
        String protocol,
        Map<String, String> attributes,
        FrameLimits limits,
        Optional<TlsSpec> tls,
        List<String> origins,
        boolean loopbackOnly,
        int maxConnections,
        boolean pages,
        Optional<WebSpec> web) {
    public ListenerSpec {
        attributes = Map.copyOf(attributes);
        origins = List.copyOf(origins);
    }

    /** A listener with default limits, without TLS, for all peers, of at most 20,000 connections. */
    public static ListenerSpec of(String url, String protocol, Map<String, String> attributes) {
        return new ListenerSpec(
                url,
                protocol,
                attributes,
                FrameLimits.DEFAULT,
                Optional.empty(),
                List.of(),
                false,
                20_000,
                false,
                Optional.empty());
    }

    public ListenerSpec withLimits(FrameLimits changed) {
        return new ListenerSpec(
                url, protocol, attributes, changed, tls, origins, loopbackOnly, maxConnections, pages, web);
    }

    public ListenerSpec withTls(TlsSpec changed) {
        return new ListenerSpec(
                url,
                protocol,
                attributes,
                limits,
                Optional.of(changed),
                origins,
                loopbackOnly,
                maxConnections,
                pages,
                web);
    }

    public ListenerSpec withOrigins(List<String> changed) {
        return new ListenerSpec(
                url, protocol, attributes, limits, tls, changed, loopbackOnly, maxConnections, pages, web);
    }

    public ListenerSpec withLoopbackOnly(boolean changed) {
        return new ListenerSpec(url, protocol, attributes, limits, tls, origins, changed, maxConnections, pages, web);
    }

    public ListenerSpec withMaxConnections(int changed) {
        return new ListenerSpec(url, protocol, attributes, limits, tls, origins, loopbackOnly, changed, pages, web);
    }

    public ListenerSpec withPages(boolean changed) {
        return new ListenerSpec(
                url, protocol, attributes, limits, tls, origins, loopbackOnly, maxConnections, changed, web);
    }

    public ListenerSpec withWeb(Optional<WebSpec> changed) {
        return new ListenerSpec(
                url, protocol, attributes, limits, tls, origins, loopbackOnly, maxConnections, pages, changed);
    }
}
