package io.nkmedia.gateway.internal.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.nkmedia.gateway.WebSpec;
import io.nkmedia.gateway.internal.Page;
import io.nkmedia.gateway.internal.WebFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one answer with a file to a browser, piece by piece: the next one is read when the one before has left, so that
 * a slow client and a big file cost no memory. Files are read aside, everything else happens on the event loop.
 */
final class Courier {
    private static final int PIECE = 65_536;
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    private final ChannelHandlerContext ctx;
    private final Executor files;
    private final Runnable goesOn;
    private final Runnable done;

    /**
     * @param goesOn told when another piece has left
     * @param done told when the client has it all, and the connection may be used for more
     */
    Courier(ChannelHandlerContext ctx, Executor files, Runnable goesOn, Runnable done) {
        this.ctx = ctx;
        this.files = files;
        this.goesOn = goesOn;
        this.done = done;
    }

    /** @param more whether the connection stays open */
    void bring(WebSpec web, Page.Asked asked, boolean more) {
        aside(
                () -> {
                    var found = WebFiles.find(web, asked);
                    ctx.executor().execute(() -> begin(found, asked.method().equals("HEAD"), more));
                },
                ctx::close);
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void aside(Reading reading, Runnable otherwise) {
        try {
            files.execute(() -> {
                try {
                    reading.run();
                } catch (IOException failure) {
                    LOG.warn("A file for browsers can't be read: {}", failure.toString());
                    otherwise.run();
                }
            });
        } catch (RejectedExecutionException tooMany) {
            LOG.debug("Too many files are asked for at once");
            otherwise.run();
        }
    }

    private void begin(WebFiles.Found found, boolean head, boolean more) {
        var answer = found.answer();
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        answer.headers().forEach(response.headers()::set);
        if (answer.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, found.size());
        }
        HttpUtil.setKeepAlive(response, more);
        ctx.write(response);
        if (head || found.file().isEmpty()) {
            found.file().ifPresent(Courier::close);
            if (!head && answer.content().length > 0) {
                ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(answer.content())));
            }
            end(more);
        } else {
            read(found.file().get(), found.size(), more);
        }
    }

    private void read(FileChannel file, long left, boolean more) {
        if (left == 0 || !ctx.channel().isActive()) {
            close(file);
            end(more);
            return;
        }
        aside(
                () -> {
                    var piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
                    fill(file, piece);
                    ctx.executor().execute(() -> send(file, piece, left - piece.remaining(), more));
                },
                () -> giveUp(file));
    }

    private static void fill(FileChannel file, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            if (file.read(piece) < 0) {
                throw new EOFException("it has become shorter");
            }
        }
        piece.flip();
    }

    private void send(FileChannel file, ByteBuffer piece, long left, boolean more) {
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece))).addListener(written -> {
            if (written.isSuccess()) {
                goesOn.run();
                read(file, left, more);
            } else {
                giveUp(file);
            }
        });
    }

    private void giveUp(FileChannel file) {
        close(file);
        ctx.close();
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException failure) {
            LOG.debug("A file was not closed in order", failure);
        }
    }

    private void end(boolean more) {
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(written -> {
            done.run();
            if (!more || !written.isSuccess()) {
                ctx.close();
            }
        });
    }
}
