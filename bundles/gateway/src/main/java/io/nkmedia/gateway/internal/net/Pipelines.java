package io.nkmedia.gateway.internal.net;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.flow.FlowControlHandler;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Puts a link at the end of a pipeline. The link is yet to be started. */
final class Pipelines {
    private Pipelines() {}

    static Link stream(SocketChannel channel, ConnectionInfo info, Source source, Links links) {
        channel.config().setAutoRead(false);
        var link = links.open(
                info, source, new StreamTransport(channel, () -> source.limits().maxMessageBytes()));
        // TLS may have more than one record in hand when reading stops.
        channel.pipeline().addLast(new FlowControlHandler()).addLast(LinkHandler.NAME, new StreamHandler(link));
        return link;
    }

    static Link webSocket(SocketChannel channel, ConnectionInfo info, Source source, Links links) {
        channel.config().setAutoRead(false);
        var link = links.open(info, source, new WebSocketTransport(channel));
        channel.pipeline()
                .addLast(new WebSocketFrameAggregator(source.limits().maxMessageBytes()))
                .addLast(LinkHandler.NAME, new WebSocketHandler(link));
        return link;
    }

    /** No compression, and errors are ours to answer. */
    static WebSocketDecoderConfig decoder(Source source, boolean fromClient) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(source.limits().maxMessageBytes())
                .expectMaskedFrames(fromClient)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }

    static ConnectionInfo info(
            SocketChannel channel,
            String transport,
            String path,
            Optional<String> userAgent,
            Optional<String> origin,
            boolean outgoing) {
        var remote = channel.remoteAddress();
        return new ConnectionInfo(
                transport,
                numeric(remote.getAddress()),
                remote.getPort(),
                loopback(remote),
                path,
                userAgent,
                origin,
                outgoing);
    }

    static boolean loopback(InetSocketAddress remote) {
        return remote.getAddress() != null && remote.getAddress().isLoopbackAddress();
    }

    private static String numeric(InetAddress address) {
        var text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
