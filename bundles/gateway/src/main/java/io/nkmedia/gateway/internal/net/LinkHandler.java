package io.nkmedia.gateway.internal.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.nkmedia.gateway.internal.Link;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a pipeline: from here on it is the link's. */
abstract class LinkHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "link";

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private final Link link;

    LinkHandler(Link link) {
        this.link = link;
    }

    final Link link() {
        return link;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.ended(1006, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            link.close(1009, "message too big");
        } else if (cause instanceof CorruptedWebSocketFrameException broken) {
            int code = broken.closeStatus().code();
            link.close(code, code == 1009 ? "message too big" : "protocol error");
        } else if (cause instanceof CharacterCodingException) {
            link.close(1007, "not UTF-8");
        } else if (cause instanceof IOException
                || cause instanceof PrematureChannelClosureException
                || cause.getCause() instanceof SSLException) {
            LOG.debug("Connection {} broke: {}", link.id(), cause.toString());
            ctx.close();
        } else {
            LOG.error("Connection {} failed", link.id(), cause);
            link.close(1011, "internal error, reference " + link.id());
        }
    }
}
