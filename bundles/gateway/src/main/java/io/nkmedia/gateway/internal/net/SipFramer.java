package io.nkmedia.gateway.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.nkmedia.gateway.internal.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a stream into header lines, an empty line and a body (RFC 3261 §18.3); answers keep-alives (RFC 5626 §4.4.1). */
final class SipFramer extends ByteToMessageDecoder {
    private static final Pattern LENGTH =
            Pattern.compile("(?im)^(?:content-length|l)[ \\t]*:[ \\t]*(\\d{1,9})[ \\t]*\\r?$");
    private static final String PONG = "\r\n";

    private final int max;
    private int scanned;
    private int total = -1;
    private int emptyLines;

    SipFramer(int max) {
        this.max = max;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (total < 0 && !head(ctx, in)) {
            return;
        }
        if (in.readableBytes() >= total) {
            var message = new byte[total];
            in.readBytes(message);
            out.add(new Frame.Bytes(ByteBuffer.wrap(message)));
            total = -1;
            scanned = 0;
        }
    }

    /** Whether the head of the next message is complete. */
    private boolean head(ChannelHandlerContext ctx, ByteBuf in) {
        if (scanned == 0) {
            skipEmptyLines(ctx, in);
        }
        int start = in.readerIndex();
        for (int i = scanned; i < in.readableBytes(); i++) {
            if (in.getByte(start + i) == '\n' && endsHead(in, start, i)) {
                length(in, i + 1);
                return true;
            }
        }
        scanned = in.readableBytes();
        if (scanned > max) {
            tooLong(in);
        }
        return false;
    }

    private static boolean endsHead(ByteBuf in, int start, int end) {
        int before = end > 0 && in.getByte(start + end - 1) == '\r' ? end - 2 : end - 1;
        return before >= 0 && in.getByte(start + before) == '\n';
    }

    private void length(ByteBuf in, int head) {
        var lines = in.toString(in.readerIndex(), head, StandardCharsets.ISO_8859_1);
        var match = LENGTH.matcher(lines);
        long all = head + (match.find() ? Long.parseLong(match.group(1)) : 0L);
        if (all > max) {
            tooLong(in);
        }
        total = (int) all;
    }

    private void tooLong(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        scanned = 0;
        throw new TooLongFrameException("message of more than " + max + " bytes");
    }

    /** Two of them in a row between messages ask for one. */
    private void skipEmptyLines(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable()) {
            byte next = in.getByte(in.readerIndex());
            if (next != '\r' && next != '\n') {
                emptyLines = 0;
                return;
            }
            in.skipBytes(1);
            if (next == '\n' && ++emptyLines == 2) {
                emptyLines = 0;
                if (ctx.channel().isWritable()) {
                    ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), PONG));
                }
            }
        }
    }
}
