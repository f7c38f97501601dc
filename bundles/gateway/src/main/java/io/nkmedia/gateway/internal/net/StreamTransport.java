package io.nkmedia.gateway.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.internal.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/** A TCP or TLS socket. How it is cut into frames is known when somebody reads from it for the first time. */
final class StreamTransport extends NettyTransport {
    private static final String FRAMER = "framer";

    private final IntSupplier maxMessageBytes;

    StreamTransport(SocketChannel channel, IntSupplier maxMessageBytes) {
        super(channel);
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public Framing framing(Set<Framing> offered) {
        if (offered.contains(Framing.LINE)) {
            return Framing.LINE;
        }
        if (offered.contains(Framing.SIP_STREAM)) {
            return Framing.SIP_STREAM;
        }
        throw new IllegalArgumentException("the protocol is not for TCP");
    }

    @Override
    Object encode(Frame frame) {
        if (frame instanceof Frame.Text text) {
            return line(text.text());
        } else if (frame instanceof Frame.Bytes bytes) {
            return Unpooled.wrappedBuffer(bytes.data());
        }
        throw new IllegalArgumentException("no datagrams on TCP");
    }

    private ByteBuf line(String text) {
        var out = channel().alloc().buffer(ByteBufUtil.utf8Bytes(text) + 1);
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        return out.writeByte('\n');
    }

    @Override
    public void reading(boolean on, Framing framing) {
        inLoop(() -> {
            var pipeline = channel().pipeline();
            if (on && pipeline.get(FRAMER) == null && pipeline.get(StreamHandler.NAME) != null) {
                int max = maxMessageBytes.getAsInt();
                var framer =
                        framing == Framing.SIP_STREAM ? new SipFramer(max) : new LineBasedFrameDecoder(max, true, true);
                pipeline.addBefore(StreamHandler.NAME, FRAMER, framer);
            }
            channel().config().setAutoRead(on);
        });
    }

    @Override
    public void close(int code, String reason, Optional<String> farewell) {
        farewell.ifPresentOrElse(
                text -> inTurn(() -> line(text), this::finish),
                () -> inTurn(() -> Unpooled.EMPTY_BUFFER, this::finish));
    }
}
