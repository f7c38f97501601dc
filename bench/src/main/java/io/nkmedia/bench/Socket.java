package io.nkmedia.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the client. What arrives is handled on the one event loop that all sockets share. */
final class Socket {
    private static final int MAX_FRAME = 1 << 20;
    private static final int CONNECT_LIMIT_MS = 5000;

    private final Channel channel;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private Consumer<String> receiver = text -> {};

    private Socket(Channel channel) {
        this.channel = channel;
    }

    /** @param subprotocol null for none */
    static CompletableFuture<Socket> open(EventLoop loop, URI uri, @Nullable String subprotocol) {
        var opened = new CompletableFuture<Socket>();
        var webSocket = new WebSocketClientProtocolHandler(
                uri,
                WebSocketVersion.V13,
                subprotocol,
                false,
                EmptyHttpHeaders.INSTANCE,
                MAX_FRAME,
                true,
                true,
                false,
                CONNECT_LIMIT_MS);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        made.pipeline()
                                .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_FRAME), webSocket)
                                .addLast(new Frames(new Socket(made), opened));
                    }
                })
                .connect(uri.getHost(), uri.getPort())
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        opened.completeExceptionally(connected.cause());
                    }
                });
        return opened;
    }

    /** Who gets the texts, on the event loop. */
    void receive(Consumer<String> by) {
        receiver = by;
    }

    void send(String text) {
        channel.writeAndFlush(new TextWebSocketFrame(text), channel.voidPromise());
    }

    /** Fails when the socket closes or its receiver throws. */
    CompletableFuture<Void> broken() {
        return broken;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    void close() {
        channel.close().awaitUninterruptibly(CONNECT_LIMIT_MS);
    }

    private static final class Frames extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Socket socket;
        private final CompletableFuture<Socket> opened;

        Frames(Socket socket, CompletableFuture<Socket> opened) {
            this.socket = socket;
            this.opened = opened;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened.complete(socket);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            socket.receiver.accept(frame.text());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            exceptionCaught(context, new IllegalStateException("the peer closed the socket"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            opened.completeExceptionally(cause);
            socket.broken.completeExceptionally(cause);
            context.close();
        }
    }
}
