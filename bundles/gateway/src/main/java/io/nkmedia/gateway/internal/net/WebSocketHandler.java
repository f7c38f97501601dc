package io.nkmedia.gateway.internal.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Link;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Whole WebSocket messages and control frames. */
final class WebSocketHandler extends LinkHandler {
    WebSocketHandler(Link link) {
        super(link);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws CharacterCodingException {
        try {
            if (message instanceof TextWebSocketFrame text) {
                int size = text.content().readableBytes();
                link().frame(new Frame.Text(Utf8.decode(text.content()), size));
            } else if (message instanceof BinaryWebSocketFrame binary) {
                link().frame(new Frame.Bytes(ByteBuffer.wrap(ByteBufUtil.getBytes(binary.content()))));
            } else if (message instanceof PingWebSocketFrame ping) {
                link().touch();
                pong(ctx, ping);
            } else if (message instanceof PongWebSocketFrame) {
                link().touch();
            } else if (message instanceof CloseWebSocketFrame close) {
                closed(ctx, close);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Only the last ping needs an answer (RFC 6455 §5.5.3), so a peer that doesn't read gets none. */
    private static void pong(ChannelHandlerContext ctx, PingWebSocketFrame ping) {
        if (ctx.channel().isWritable()) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private void closed(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        int code = close.statusCode() < 0 ? 1005 : close.statusCode();
        link().ended(code, close.reasonText());
        ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }
}
