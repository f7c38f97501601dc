package io.nkmedia.gateway.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.nkmedia.gateway.internal.Frame;
import io.nkmedia.gateway.internal.Link;
import java.nio.charset.CharacterCodingException;

/** Lines, or messages of SIP. */
final class StreamHandler extends LinkHandler {
    StreamHandler(Link link) {
        super(link);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws CharacterCodingException {
        try {
            if (message instanceof Frame frame) {
                link().frame(frame);
            } else if (message instanceof ByteBuf line && line.isReadable()) {
                int size = line.readableBytes();
                link().frame(new Frame.Text(Utf8.decode(line), size));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }
}
