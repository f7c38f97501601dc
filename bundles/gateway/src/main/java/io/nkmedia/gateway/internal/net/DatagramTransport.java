package io.nkmedia.gateway.internal.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Transport;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** A link's share of a UDP port: the port stays when it ends. */
final class DatagramTransport implements Transport {
    private final Channel channel;
    private final Consumer<Channel> over;
    private final CompletableFuture<Link> link = new CompletableFuture<>();
    private boolean ended;

    /** @param over called once, on the event loop, when the link has ended */
    DatagramTransport(Channel channel, Consumer<Channel> over) {
        this.channel = channel;
        this.over = over;
    }

    /** Whom to tell of the end. */
    void ends(Link owner) {
        link.complete(owner);
    }

    @Override
    public Framing framing(Set<Framing> offered) {
        if (offered.contains(Framing.DATAGRAM)) {
            return Framing.DATAGRAM;
        }
        throw new IllegalArgumentException("the protocol is not for UDP");
    }

    @Override
    public void send(Frame frame, boolean more, Runnable done) {
        if (!(frame instanceof Frame.Datagram datagram)) {
            done.run();
            throw new IllegalArgumentException("only datagrams on UDP");
        }
        inLoop(() -> channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(datagram.data()), datagram.peer()))
                .addListener(sent -> done.run()));
    }

    @Override
    public void reading(boolean on, Framing framing) {
        inLoop(() -> {
            if (!ended) {
                channel.config().setAutoRead(on);
            }
        });
    }

    @Override
    public void close(int code, String reason, Optional<String> farewell) {
        abort();
    }

    @Override
    public void abort() {
        inLoop(() -> {
            if (!ended) {
                ended = true;
                over.accept(channel);
                link.thenAccept(owner -> owner.ended(1006, ""));
            }
        });
    }

    private void inLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The gateway is closing: nothing is sent or read any more.
            link.thenAccept(owner -> owner.ended(1006, ""));
        }
    }
}
