package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A small working Janus: control and admin WebSockets on free ports of 127.0.0.1, EchoTest, no media. What a test asks
 * for has happened when the call returns.
 */
public final class ModelJanus implements AutoCloseable {
    public static final String API_SECRET = "model-api-secret";
    public static final String ADMIN_SECRET = "model-admin-secret";

    private static final int MAX_FRAME = 1 << 20;

    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
    private final ChannelGroup controls = new DefaultChannelGroup(loop.next());
    private final ChannelGroup admins = new DefaultChannelGroup(loop.next());
    private final ModelCore core;
    private final Channel control;
    private final Channel admin;

    private ModelJanus(String apiSecret, String adminSecret, boolean fullTrickle) {
        core = new ModelCore(apiSecret, fullTrickle);
        var administration = new ModelAdmin(core, adminSecret, recordedInfo());
        control = listen("janus-protocol", controls, core::receive);
        admin = listen("janus-admin-protocol", admins, administration::receive);
    }

    /** Starts one that answers with complete SDPs. */
    public static ModelJanus start() {
        return new ModelJanus(API_SECRET, ADMIN_SECRET, false);
    }

    /** Starts one that gives its candidates after its answer, with the secrets of a recording. */
    public static ModelJanus startFullTrickle(String apiSecret, String adminSecret) {
        return new ModelJanus(apiSecret, adminSecret, true);
    }

    private static ObjectNode recordedInfo() {
        return Recording.lines("admin").stream()
                .filter(line -> line.message().path("info") instanceof ObjectNode)
                .map(line -> (ObjectNode) line.message().get("info"))
                .findFirst()
                .orElseThrow();
    }

    private Channel listen(String subprotocol, ChannelGroup group, BiConsumer<String, Peer> receive) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        group.add(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_FRAME))
                                .addLast(new WebSocketServerProtocolHandler("/", subprotocol, false, MAX_FRAME))
                                .addLast(new ModelSocket(receive, core::closed));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public int controlPort() {
        return ((InetSocketAddress) control.localAddress()).getPort();
    }

    public int adminPort() {
        return ((InetSocketAddress) admin.localAddress()).getPort();
    }

    /** The next offer is refused by the engine's core with this code. */
    public void refuseNextOffer(int code) {
        run(() -> core.faults.refuseOffer = code);
    }

    /** From now on nothing is answered, as if the process were stopped; or again. */
    public void silent(boolean silent) {
        run(() -> core.faults.silent = silent);
    }

    /** From now on messages are acknowledged and not answered; or again. */
    public void swallowMessages(boolean swallow) {
        run(() -> core.faults.swallowMessages = swallow);
    }

    /** Replies to attach are kept back from now on; or all of them go out and none is kept any more. */
    public void holdAttach(boolean hold) {
        hold(hold, () -> core.faults.holdAttach = hold);
    }

    /** The same for the answers to messages. */
    public void holdAnswers(boolean hold) {
        hold(hold, () -> core.faults.holdAnswers = hold);
    }

    private void hold(boolean hold, Runnable set) {
        run(() -> {
            set.run();
            if (!hold) {
                core.faults.held.forEach(Runnable::run);
                core.faults.held.clear();
            }
        });
    }

    /** The control connections close, the engine lives on. */
    public void closeControl() {
        controls.close().awaitUninterruptibly();
    }

    /** The PeerConnection of a leg is up. */
    public void webrtcUp(String leg) {
        run(() -> {
            handle(leg).up = true;
            handle(leg).tell(handle(leg).frame("webrtcup"));
        });
    }

    /** The PeerConnection of a leg has lost its way, and nobody has been told. */
    public void iceFailed(String leg) {
        run(() -> handle(leg).failed = true);
    }

    /** Descriptions of handles by the admin side are kept back from now on; or all of them go out. */
    public void holdInfo(boolean hold) {
        hold(hold, () -> core.faults.holdInfo = hold);
    }

    /** How many answers are kept back. */
    public int held() {
        return call(() -> core.faults.held.size());
    }

    /** Media of a leg begins or stops. */
    public void media(String leg, String mid, String type, boolean receiving) {
        run(() -> handle(leg)
                .tell(handle(leg)
                        .frame("media")
                        .put("mid", mid)
                        .put("type", type)
                        .put("receiving", receiving)));
    }

    /** Packets of a leg were lost. */
    public void slowLink(String leg, boolean uplink, int lost) {
        run(() -> handle(leg)
                .tell(handle(leg)
                        .frame("slowlink")
                        .put("mid", "1")
                        .put("media", "video")
                        .put("uplink", uplink)
                        .put("lost", lost)));
    }

    /** The PeerConnection of a leg ends by itself, for a reason such as {@code DTLS alert}. */
    public void hangup(String leg, String reason) {
        run(() -> core.hangup(handle(leg), reason));
    }

    /** An operator takes a leg's handle away. */
    public void detach(String leg) {
        run(() -> {
            var handle = handle(leg);
            handle.session.handles.remove(handle.id);
            handle.tell(handle.frame("detached"));
        });
    }

    /** All sessions have timed out. */
    public void expire() {
        run(() -> {
            for (var session : List.copyOf(core.sessions.values())) {
                core.sessions.remove(session.id);
                var owner = session.owner;
                if (owner != null) {
                    owner.send(session.timeout());
                }
            }
        });
    }

    /** The ids of the legs that have a handle. */
    public List<String> legs() {
        return call(() -> core.sessions.values().stream()
                .flatMap(session -> session.handles.values().stream())
                .map(handle -> handle.opaqueId)
                .toList());
    }

    /** How many sessions there are. */
    public int sessions() {
        return call(() -> core.sessions.size());
    }

    /** The well-formed requests of the control connections so far, in order. */
    public List<ObjectNode> received() {
        return call(() -> List.copyOf(core.received));
    }

    /** The last request of this kind. */
    public ObjectNode last(String kind) {
        return received().stream()
                .filter(request -> request.path("janus").asText().equals(kind))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + kind + " was received"));
    }

    private ModelHandle handle(String leg) {
        return core.sessions.values().stream()
                .flatMap(session -> session.handles.values().stream())
                .filter(handle -> handle.opaqueId.equals(leg))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no handle of leg " + leg));
    }

    private void run(Runnable task) {
        call(() -> {
            task.run();
            return true;
        });
    }

    private <T> T call(Callable<T> task) {
        var result = loop.next().submit(task).awaitUninterruptibly();
        if (!result.isSuccess()) {
            throw new AssertionError("the model failed", result.cause());
        }
        return result.getNow();
    }

    /** Dies: all connections break. */
    @Override
    public void close() {
        control.close().awaitUninterruptibly();
        admin.close().awaitUninterruptibly();
        controls.close().awaitUninterruptibly();
        admins.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
