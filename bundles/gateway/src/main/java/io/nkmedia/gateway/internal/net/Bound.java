package io.nkmedia.gateway.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.nkmedia.gateway.internal.Address;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The channel of a port that we have, once it is bound. Any thread. */
final class Bound {
    private final CompletableFuture<Channel> channel = new CompletableFuture<>();

    /** Completes when it is bound, or fails with what an operator can read. */
    CompletionStage<Channel> by(ChannelFuture binding, Address address) {
        binding.addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                channel.complete(done.channel());
            } else {
                channel.completeExceptionally(Failures.bind(done.cause(), address));
            }
        });
        return channel;
    }

    /** 0 before it is bound. */
    int number() {
        var bound = channel.getNow(null);
        return bound != null && bound.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    }

    /**
     * Closes it; completes when the port is free. A closed channel holds its port until its selector has looked at its
     * keys once more. A scheduled task runs only in a later round than the one that scheduled it, and each round begins
     * with such a look.
     *
     * @param first run on the event loop before it closes
     */
    CompletionStage<Void> close(Runnable first) {
        return channel.thenCompose(bound -> {
            var free = new CompletableFuture<Void>();
            bound.eventLoop().execute(() -> {
                first.run();
                bound.close()
                        .addListener(done ->
                                bound.eventLoop().schedule(() -> free.complete(null), 1, TimeUnit.MILLISECONDS));
            });
            return free;
        });
    }
}
