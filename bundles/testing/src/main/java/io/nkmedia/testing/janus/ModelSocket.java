package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One WebSocket to the model, text frames in and out. */
final class ModelSocket extends SimpleChannelInboundHandler<TextWebSocketFrame> implements Peer {
    private final BiConsumer<String, Peer> receive;
    private final Consumer<Peer> closed;
    private @Nullable ChannelHandlerContext context;

    ModelSocket(BiConsumer<String, Peer> receive, Consumer<Peer> closed) {
        this.receive = receive;
        this.closed = closed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ignored, TextWebSocketFrame frame) {
        receive.accept(frame.text(), this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        closed.accept(this);
    }

    @Override
    public void send(ObjectNode frame) {
        var target = context;
        if (target != null) {
            target.writeAndFlush(new TextWebSocketFrame(frame.toString()));
        }
    }
}
