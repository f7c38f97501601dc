package io.nkmedia.gateway.internal.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.internal.Address;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Port;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** One port that we listen on. */
final class Served extends ChannelInitializer<SocketChannel> implements Port {
    private static final int MAX_REQUEST = 8192;
    private static final int BACKLOG = 1024;

    /** So many may have connected and not said yet what they want, or be here for pages only; one more is dropped. */
    static final int VISITORS = 1000;

    private final Door door;
    private final Address address;
    private final Optional<Tls> tls;
    private final Links links;
    private final Executor files;
    private final Scope scope = new Scope("listener");
    private final AtomicInteger channels = new AtomicInteger();
    private final Bound bound = new Bound();

    /** @param files runs what reads files */
    Served(Door door, Address address, Optional<Tls> tls, Links links, Executor files) {
        this.door = door;
        this.address = address;
        this.tls = tls;
        this.links = links;
        this.files = files;
    }

    CompletionStage<Port> bind(EventLoopGroup loops, InetSocketAddress where, Time time) {
        var binding = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(this)
                .bind(where);
        if (tls.isPresent()) {
            scope.every(time, Tls.POLL, this::changed);
        }
        return bound.by(binding, address).thenApply(channel -> this);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.closeFuture().addListener(closed -> channels.decrementAndGet());
        if (channels.incrementAndGet() > door.spec().maxConnections() + VISITORS) {
            channel.close();
            return;
        }
        if (door.spec().loopbackOnly() && !address.webSocket() && !Pipelines.loopback(channel.remoteAddress())) {
            channel.close();
            return;
        }
        tls.ifPresent(t -> channel.pipeline().addLast(t.handler(channel)));
        if (address.webSocket()) {
            channel.pipeline()
                    // Not the codec of both: it loses what comes in one packet with the request.
                    .addLast(new HttpRequestDecoder())
                    .addLast(new HttpResponseEncoder())
                    .addLast(new HttpObjectAggregator(MAX_REQUEST))
                    .addLast(new Greeter(door, address, links, files));
        } else if (tls.isPresent()) {
            channel.pipeline().get(SslHandler.class).handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    stream(channel);
                }
            });
        } else {
            stream(channel);
        }
    }

    private void stream(SocketChannel channel) {
        if (door.full()) {
            channel.close();
            return;
        }
        var info = Pipelines.info(channel, address.scheme(), "", Optional.empty(), Optional.empty(), false);
        links.start(Pipelines.stream(channel, info, door, links));
    }

    @Override
    public int number() {
        return bound.number();
    }

    @Override
    public void changed() {
        tls.ifPresent(t -> door.spec().tls().ifPresent(t::look));
    }

    @Override
    public CompletionStage<Void> close() {
        scope.close();
        return bound.close(() -> {});
    }
}
