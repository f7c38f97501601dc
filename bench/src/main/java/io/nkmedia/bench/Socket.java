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
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the client: WebSocket, or TCP with a text a line. What arrives is handled on the one event loop that all
 * sockets share.
 */
final class Socket {
    static final int CONNECT_LIMIT_MS = 5000;

    private static final InetSocketAddress ANY_SOURCE = new InetSocketAddress(0);

    private final Channel channel;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private Consumer<String> receiver = text -> {};

    private Socket(Channel channel) {
        this.channel = channel;
    }

    /** @param subprotocol null for none */
    static CompletableFuture<Socket> open(EventLoop loop, URI uri, @Nullable String subprotocol) {
        return open(loop, uri, subprotocol, ANY_SOURCE);
    }

    /**
     * @param uri ws, wss or tcp; any certificate is believed
     * @param source the address to come from: the ports of one don't do for all
     */
    static CompletableFuture<Socket> open(
            EventLoop loop, URI uri, @Nullable String subprotocol, InetSocketAddress source) {
        var opened = new CompletableFuture<Socket>();
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MS)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        Pipes.fill(made, uri, subprotocol);
                        made.pipeline().addLast(new Frames(new Socket(made), opened));
                    }
                })
                .connect(new InetSocketAddress(uri.getHost(), uri.getPort()), source)
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
        channel.writeAndFlush(text, channel.voidPromise());
    }

    /** Fails when the socket closes or its receiver throws. */
    CompletableFuture<Void> broken() {
        return broken;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    /** Breaks it as a lost network does: a reset, no close frame. On the event loop. */
    void reset() {
        receiver = text -> {};
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.unsafe().close(channel.voidPromise());
    }

    void close() {
        channel.close().awaitUninterruptibly(CONNECT_LIMIT_MS);
    }

    private static final class Frames extends SimpleChannelInboundHandler<String> {
        private final Socket socket;
        private final CompletableFuture<Socket> opened;

        Frames(Socket socket, CompletableFuture<Socket> opened) {
            this.socket = socket;
            this.opened = opened;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!Pipes.shakesHands(context.pipeline())) {
                opened.complete(socket);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                opened.complete(socket);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, String text) {
            socket.receiver.accept(text);
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
