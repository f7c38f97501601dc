package io.nkmedia.gateway.internal.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.internal.Address;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Source;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One connection that we open. */
final class Calling extends ChannelInitializer<SocketChannel> {
    private static final int MAX_RESPONSE = 65_536;

    private final ConnectSpec spec;
    private final Address address;
    private final Source source;
    private final Links links;
    private final Optional<SslContext> tls;
    private final CompletableFuture<Link> opened = new CompletableFuture<>();

    Calling(ConnectSpec spec, Address address, Source source, Links links) throws IOException {
        this.spec = spec;
        this.address = address;
        this.source = source;
        this.links = links;
        tls = address.secure() ? Optional.of(Certificates.client(spec.authorities())) : Optional.empty();
    }

    CompletionStage<Link> connect(EventLoopGroup loops, InetSocketAddress where) {
        var connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_READ, address.webSocket() || address.secure())
                .handler(this)
                .connect(where);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(Failures.connect(done.cause(), spec.url()));
            } else if (!address.webSocket() && tls.isEmpty()) {
                stream((SocketChannel) connecting.channel());
            }
        });
        var channel = connecting.channel();
        var limit = channel.eventLoop()
                .schedule(
                        () -> {
                            var late = new IOException(spec.url() + " did not answer in time");
                            if (opened.completeExceptionally(late)) {
                                channel.close();
                            }
                        },
                        spec.timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
        opened.whenComplete((link, failure) -> limit.cancel(false));
        return opened;
    }

    private void stream(SocketChannel channel) {
        opened.complete(Pipelines.stream(channel, info(channel), source, links));
    }

    private ConnectionInfo info(Channel channel) {
        return Pipelines.info(
                (SocketChannel) channel, address.scheme(), address.path(), Optional.empty(), Optional.empty(), true);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        tls.ifPresent(context -> secure(channel, context));
        if (address.webSocket()) {
            channel.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(MAX_RESPONSE))
                    .addLast(new Hello());
        }
    }

    private void secure(SocketChannel channel, SslContext context) {
        var handler = context.newHandler(channel.alloc(), address.host(), address.port());
        channel.pipeline().addLast(handler);
        handler.handshakeFuture().addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(Failures.connect(done.cause(), spec.url()));
                channel.close();
            } else if (!address.webSocket()) {
                stream(channel);
            }
        });
    }

    private WebSocketClientHandshaker handshaker() {
        int max = source.limits().maxMessageBytes();
        return WebSocketClientHandshakerFactory.newHandshaker(
                URI.create(spec.url()),
                WebSocketVersion.V13,
                spec.subprotocol().orElse(null),
                false,
                new DefaultHttpHeaders(),
                max,
                true,
                false);
    }

    /** Asks for the upgrade. */
    private final class Hello extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final WebSocketClientHandshaker handshaker = handshaker();

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            // TLS keeps it until its own handshake is done.
            handshaker.handshake(ctx.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
            // The link is in its place before the codec changes: the first message may come with the answer.
            var channel = (SocketChannel) ctx.channel();
            var link = Pipelines.webSocket(channel, info(channel), source, links);
            handshaker.finishHandshake(channel, response);
            ctx.pipeline().remove(this);
            if (!opened.complete(link)) {
                ctx.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            opened.completeExceptionally(Failures.connect(cause, spec.url()));
            ctx.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            opened.completeExceptionally(new IOException(spec.url() + " closed during the handshake"));
        }
    }
}
