package io.nkmedia.gateway.internal.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.ConnectionInfo;
import io.nkmedia.gateway.internal.Address;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Port;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port. All its datagrams are one link's; a link that ended, since nobody took it or its protocol failed, is
 * followed by another one for as long as the port is open.
 */
final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> implements Port {
    /** The largest that UDP can carry. */
    static final int MAX_BYTES = 65_535;

    /** What the kernel keeps while we are busy. */
    private static final int RECEIVE_BUFFER = 1_048_576;

    /** From the end of a link to the next one. */
    private static final long PAUSE_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Datagrams.class);

    private final Door door;
    private final Address address;
    private final Links links;
    private final Time time;
    private final Senders senders = new Senders();
    private final Bound bound = new Bound();
    private @Nullable Link link;
    private boolean closed;

    Datagrams(Door door, Address address, Links links, Time time) {
        super(DatagramPacket.class);
        this.door = door;
        this.address = address;
        this.links = links;
        this.time = time;
    }

    CompletionStage<Port> bind(EventLoopGroup loops, InetSocketAddress where) {
        var binding = new Bootstrap()
                .group(loops)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_BYTES + 1))
                .handler(this)
                .bind(where);
        return bound.by(binding, address).thenApply(channel -> {
            channel.eventLoop().execute(() -> begin(channel));
            return this;
        });
    }

    /** On the channel's event loop, as all below that isn't public. */
    private void begin(Channel channel) {
        if (closed) {
            return;
        }
        var local = (InetSocketAddress) channel.localAddress();
        var info = new ConnectionInfo(
                "udp",
                local.getAddress().getHostAddress(),
                0,
                Pipelines.loopback(local),
                "",
                Optional.empty(),
                Optional.empty(),
                false);
        var transport = new DatagramTransport(channel, this::over);
        var next = links.open(info, door, transport);
        transport.ends(next);
        link = next;
        links.start(next);
    }

    /** The link is at its end. */
    private void over(Channel channel) {
        link = null;
        channel.config().setAutoRead(false);
        channel.eventLoop().schedule(() -> begin(channel), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        int size = packet.content().readableBytes();
        var from = packet.sender();
        if (link == null
                || size == 0
                || size > door.limits().maxMessageBytes()
                || (door.spec().loopbackOnly() && !Pipelines.loopback(from))
                || senders.tooMany(from.getAddress(), time.nanos())) {
            return;
        }
        link.frame(new Frame.Datagram(ByteBuffer.wrap(ByteBufUtil.getBytes(packet.content())), from));
    }

    /** Such as a peer's "port unreachable": it says nothing about the port itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("Port {}: {}", number(), cause.toString());
    }

    @Override
    public int number() {
        return bound.number();
    }

    @Override
    public void changed() {
        // The spec is asked at each datagram.
    }

    @Override
    public CompletionStage<Void> close() {
        return bound.close(() -> closed = true);
    }
}
