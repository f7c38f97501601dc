package io.nkmedia.gateway.internal.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Transport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What all our sockets have in common. What is sent waits in a queue of its own and is handed over on the event loop:
 * one flush for many frames, and no thread-local of Netty stays on a sender's thread when this bundle goes. The link
 * bounds the queue.
 */
abstract class NettyTransport implements Transport {
    private final SocketChannel channel;
    private final Queue<Out> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    private record Out(Supplier<?> message, Runnable done) {}

    NettyTransport(SocketChannel channel) {
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    /** What is written for a frame; called on the event loop. */
    abstract Object encode(Frame frame);

    @Override
    public void send(Frame frame, boolean more, Runnable done) {
        inTurn(() -> encode(frame), done);
    }

    /** Writes a message after those before it; it is made on the event loop. */
    void inTurn(Supplier<?> message, Runnable done) {
        queue.add(new Out(message, done));
        if (waiting.getAndIncrement() == 0) {
            inLoop(this::drain);
        }
    }

    private void drain() {
        int taken;
        do {
            taken = waiting.get();
            for (int i = 0; i < taken; i++) {
                var out = queue.remove();
                channel.write(out.message().get())
                        .addListener(written -> out.done().run());
            }
            channel.flush();
        } while (waiting.addAndGet(-taken) > 0);
    }

    /** After the close was written: nothing more comes from us, and what the peer still sends is read and dropped. */
    void finish() {
        inLoop(() -> {
            var tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.closeOutbound().addListener(sent -> channel.shutdownOutput());
            } else {
                channel.shutdownOutput();
            }
        });
    }

    @Override
    public void abort() {
        inLoop(() -> channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE));
    }

    void inLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The gateway is closing: the channel is closed with its event loop.
            queue.clear();
        }
    }
}
