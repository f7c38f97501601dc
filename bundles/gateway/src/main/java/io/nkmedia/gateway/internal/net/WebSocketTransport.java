package io.nkmedia.gateway.internal.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.WebSockets;
import java.util.Optional;
import java.util.Set;

/** A WebSocket, either end. */
final class WebSocketTransport extends NettyTransport {
    WebSocketTransport(SocketChannel channel) {
        super(channel);
    }

    @Override
    public Framing framing(Set<Framing> offered) {
        return WebSockets.framing(offered);
    }

    @Override
    Object encode(Frame frame) {
        if (frame instanceof Frame.Text text) {
            return new TextWebSocketFrame(text.text());
        } else if (frame instanceof Frame.Bytes bytes) {
            return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes.data()));
        }
        throw new IllegalArgumentException("no datagrams on a WebSocket");
    }

    @Override
    public void reading(boolean on, Framing framing) {
        inLoop(() -> channel().config().setAutoRead(on));
    }

    @Override
    public void close(int code, String reason, Optional<String> farewell) {
        int sent = WebSockets.sendable(code) ? code : 1000;
        inTurn(() -> new CloseWebSocketFrame(sent, WebSockets.reason(reason)), this::finish);
    }
}
