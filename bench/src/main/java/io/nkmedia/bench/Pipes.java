package io.nkmedia.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What makes texts of a socket's bytes, and bytes of texts. */
final class Pipes {
    private static final int MAX_FRAME = 1 << 20;

    private Pipes() {}

    /** @param uri ws, wss or tcp */
    static void fill(SocketChannel made, URI uri, @Nullable String subprotocol) {
        var pipeline = made.pipeline();
        if (uri.getScheme().equals("tcp")) {
            pipeline.addLast(
                    new LineBasedFrameDecoder(MAX_FRAME),
                    new StringDecoder(StandardCharsets.UTF_8),
                    new StringEncoder(StandardCharsets.UTF_8),
                    new Lines());
            return;
        }
        if (uri.getScheme().equals("wss")) {
            pipeline.addLast(Tls.CLIENT.newHandler(made.alloc(), uri.getHost(), uri.getPort()));
        }
        pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_FRAME), webSocket(uri, subprotocol));
        pipeline.addLast(new Texts());
    }

    private static WebSocketClientProtocolHandler webSocket(URI uri, @Nullable String subprotocol) {
        return new WebSocketClientProtocolHandler(
                uri,
                WebSocketVersion.V13,
                subprotocol,
                false,
                EmptyHttpHeaders.INSTANCE,
                MAX_FRAME,
                true,
                true,
                false,
                Socket.CONNECT_LIMIT_MS);
    }

    /** Whether more than the connection is needed before the first text. */
    static boolean shakesHands(ChannelPipeline pipeline) {
        return pipeline.get(WebSocketClientProtocolHandler.class) != null;
    }

    /** The certificates here are those that this program has just made. */
    private static final class Tls {
        static final SslContext CLIENT = client();

        private static SslContext client() {
            try {
                return SslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Lines extends MessageToMessageEncoder<String> {
        @Override
        protected void encode(ChannelHandlerContext context, String text, List<Object> out) {
            out.add(text + "\n");
        }
    }

    private static final class Texts extends MessageToMessageCodec<TextWebSocketFrame, String> {
        @Override
        protected void encode(ChannelHandlerContext context, String text, List<Object> out) {
            out.add(new TextWebSocketFrame(text));
        }

        @Override
        protected void decode(ChannelHandlerContext context, TextWebSocketFrame frame, List<Object> out) {
            out.add(frame.text());
        }
    }
}
