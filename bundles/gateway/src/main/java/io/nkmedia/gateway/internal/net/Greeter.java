package io.nkmedia.gateway.internal.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.concurrent.ScheduledFuture;
import io.nkmedia.gateway.internal.Address;
import io.nkmedia.gateway.internal.Arrival;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Page;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a client's HTTP requests: it becomes a WebSocket, or gets a page, or is told why not. */
final class Greeter extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** How long a client may take to ask, or to read a page and ask again. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Greeter.class);

    private final Door door;
    private final Address address;
    private final Links links;
    private final Executor files;
    private @Nullable ScheduledFuture<?> patience;
    private boolean answering;

    Greeter(Door door, Address address, Links links, Executor files) {
        this.door = door;
        this.address = address;
        this.links = links;
        this.files = files;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        patience = waits(ctx);
    }

    private static ScheduledFuture<?> waits(ChannelHandlerContext ctx) {
        return ctx.executor()
                .schedule(
                        () -> {
                            if (!ctx.isRemoved()) {
                                ctx.close();
                            }
                        },
                        PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        var channel = (SocketChannel) ctx.channel();
        var headers = request.headers();
        boolean upgrade = request.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
        var origin = Optional.ofNullable(headers.get(HttpHeaderNames.ORIGIN));
        var host = Optional.ofNullable(headers.get(HttpHeaderNames.HOST));
        var path = new QueryStringDecoder(request.uri()).path();
        if (answering) {
            // Nobody needs more than one answer at a time, and those that aren't read would pile up.
            ctx.close();
            return;
        }
        if (request.decoderResult().isFailure()) {
            refuse(ctx, 400);
            return;
        }
        var arrival = new Arrival(Pipelines.loopback(channel.remoteAddress()), upgrade, origin, host);
        var has = String.join(",", headers.getAll(HttpHeaderNames.IF_NONE_MATCH));
        var asked = new Page.Asked(request.method().name(), path, has);
        var page = door.page(arrival, asked);
        if (page.isPresent()) {
            show(ctx, request, page.get());
            return;
        }
        var web = door.web(arrival, asked);
        if (web.isPresent()) {
            begins(ctx);
            new Courier(ctx, files, () -> begins(ctx), this::answered)
                    .bring(web.get(), asked, HttpUtil.isKeepAlive(request));
            return;
        }
        int status = !address.path().isEmpty() && !address.path().equals(path) ? 404 : door.answer(arrival);
        if (status != 101) {
            refuse(ctx, status);
            return;
        }
        var subprotocol = door.subprotocol(offered(headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)));
        upgrade(ctx, channel, request, path, subprotocol.orElse(null));
    }

    private void show(ChannelHandlerContext ctx, FullHttpRequest request, Page.Answer page) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(page.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(page.content()));
        page.headers().forEach(response.headers()::set);
        if (page.status() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, page.content().length);
        }
        boolean more = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, more);
        begins(ctx);
        ctx.writeAndFlush(response).addListener(written -> {
            answered();
            if (!more || !written.isSuccess()) {
                ctx.close();
            }
        });
    }

    /** Something goes to the client: from now on it has time again. */
    private void begins(ChannelHandlerContext ctx) {
        answering = true;
        if (patience != null) {
            patience.cancel(false);
        }
        patience = waits(ctx);
    }

    private void answered() {
        answering = false;
    }

    private static List<String> offered(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::trim)
                .toList();
    }

    private void upgrade(
            ChannelHandlerContext ctx,
            SocketChannel channel,
            FullHttpRequest request,
            String path,
            @Nullable String subprotocol) {
        var factory = new WebSocketServerHandshakerFactory("", subprotocol, Pipelines.decoder(door, true));
        var handshaker = factory.newHandshaker(request);
        if (handshaker == null) {
            refuse(ctx, 426);
            return;
        }
        var headers = request.headers();
        var info = Pipelines.info(
                channel,
                address.scheme(),
                path,
                Optional.ofNullable(headers.get(HttpHeaderNames.USER_AGENT)),
                Optional.ofNullable(headers.get(HttpHeaderNames.ORIGIN)),
                false);
        // The link is in its place before the answer leaves: the first message may come in one packet with the request.
        var link = Pipelines.webSocket(channel, info, door, links);
        handshaker
                .handshake(channel, request, new DefaultHttpHeaders(), channel.newPromise())
                .addListener(answered -> {
                    if (answered.isSuccess()) {
                        ctx.pipeline().remove(this);
                        links.start(link);
                    } else {
                        ctx.close();
                    }
                });
    }

    private static void refuse(ChannelHandlerContext ctx, int status) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status == 503) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        } else if (status == 426) {
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, 13);
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof WebSocketHandshakeException || cause instanceof IllegalArgumentException) {
            refuse(ctx, 400);
        } else {
            LOG.debug("A handshake from {} failed: {}", ctx.channel().remoteAddress(), cause.toString());
            ctx.close();
        }
    }
}
