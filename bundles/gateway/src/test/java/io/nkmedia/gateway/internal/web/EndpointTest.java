package io.nkmedia.gateway.internal.web;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.Script;
import io.nkmedia.gateway.internal.component.Gateway;
import io.nkmedia.gateway.internal.net.Client;
import io.nkmedia.gateway.internal.net.RawSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final Map<String, Object> PROPERTIES = Map.of("nkmedia.protocol", "text");
    private static final ListenerSpec DEMO = ListenerSpec.of("shared:/demo", "text", Map.of("service", "demo"));

    private final Gateway gateway = new Gateway();

    private final Listeners listeners = new Asker(gateway.listening(), gateway.dials(), OptionalLong.empty());
    private final Script script = Script.echo("first");
    private final HttpClient http = Client.http();
    private final Server server = new Server();
    private int port;

    @BeforeEach
    void start() throws Exception {
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler();
        context.setContextPath("/nkmedia");
        context.addServlet(new ServletHolder(new Endpoint(gateway)), "/*");
        server.setHandler(context);
        server.start();
        port = connector.getLocalPort();
        gateway.bind(script, PROPERTIES);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.stop();
        server.stop();
    }

    private void apply(ListenerSpec... specs) {
        await(listeners.apply("service demo", List.of(specs)));
    }

    private Client open(String path, String... subprotocols) {
        int before = script.connections.size();
        var client = Client.open(http, "ws://127.0.0.1:" + port + path, subprotocols);
        eventually("attached", () -> script.connections.size() > before);
        return client;
    }

    private int status(String request) throws IOException {
        try (var raw = RawSocket.connect(port)) {
            return raw.http(request);
        }
    }

    @Test
    void message_isEchoed_andTheConnectionKnown() {
        apply(DEMO);
        var client = open("/nkmedia/demo");
        client.say("hällo").hears("hällo");
        var connection = script.only();
        assertThat(connection.info().path()).isEqualTo("/nkmedia/demo");
        assertThat(connection.info().remote()).startsWith("ws:127.0.0.1:");
        assertThat(connection.info().confidential()).isTrue();
        assertThat(connection.attributes()).containsEntry("service", "demo");
        assertThat(listeners.list().get(0).connections()).isEqualTo(1);
    }

    @Test
    void requestsThatAreRefused_getTheirStatus() throws IOException {
        assertThat(status(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(503);
        apply(
                DEMO.withMaxConnections(1),
                ListenerSpec.of("shared:/demo/verto", "verto", Map.of()),
                ListenerSpec.of("shared:/open", "text", Map.of()).withOrigins(List.of("*")));
        assertThat(status(RawSocket.upgrade("/nkmedia/other"))).isEqualTo(404);
        assertThat(status(RawSocket.upgrade("/nkmedia/"))).isEqualTo(404);
        assertThat(status(RawSocket.upgrade("/nkmedia/demo/verto"))).isEqualTo(503);
        assertThat(status("GET /nkmedia/demo HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .isEqualTo(426);
        assertThat(status("POST /nkmedia/demo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
                .isEqualTo(426);
        assertThat(status(RawSocket.upgrade("/nkmedia/demo", "Origin: https://foe.example")))
                .isEqualTo(403);
        assertThat(status(RawSocket.upgrade("/nkmedia/open", "Origin: https://foe.example")))
                .isEqualTo(101);
        try (var one = RawSocket.connect(port)) {
            assertThat(one.http(RawSocket.upgrade("/nkmedia/demo/", "Origin: http://localhost:1")))
                    .isEqualTo(101);
            eventually(
                    "one is in",
                    () -> listeners.list().stream()
                            .anyMatch(state -> state.url().equals("shared:/demo") && state.connections() == 1));
            assertThat(status(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(503);
        }
    }

    @Test
    void refusedForNow_saysWhenToTryAgain() throws IOException {
        try (var raw = RawSocket.connect(port)) {
            raw.write(RawSocket.upgrade("/nkmedia/demo"));
            boolean told = false;
            for (var line = raw.line(); !line.isEmpty(); line = raw.line()) {
                told |= line.equals("Retry-After: 1");
            }
            assertThat(told).isTrue();
        }
    }

    @Test
    void subprotocol_isChosenIfOffered_andCompressionIsNot() throws IOException {
        gateway.unbind(script, PROPERTIES);
        script.subprotocols = List.of("nkmedia.v1");
        gateway.bind(script, PROPERTIES);
        apply(DEMO);
        assertThat(open("/nkmedia/demo", "x", "nkmedia.v1").socket().getSubprotocol())
                .isEqualTo("nkmedia.v1");
        assertThat(open("/nkmedia/demo", "x").socket().getSubprotocol()).isEmpty();
        try (var raw = RawSocket.connect(port)) {
            raw.write(RawSocket.upgrade("/nkmedia/demo", "Sec-WebSocket-Extensions: permessage-deflate"));
            for (var line = raw.line(); !line.isEmpty(); line = raw.line()) {
                assertThat(line).doesNotContain("deflate");
            }
        }
    }

    @Test
    void tooBig_closes1009_byEachListenersOwnLimit() {
        apply(
                DEMO.withLimits(new FrameLimits(1000, 10, 10_000)),
                ListenerSpec.of("shared:/big", "text", Map.of()).withLimits(new FrameLimits(300_000, 10, 1_000_000)));
        var big = open("/nkmedia/big");
        var text = "x".repeat(200_000);
        big.say(text).hears(text);
        var small = open("/nkmedia/demo");
        small.socket().sendText("x".repeat(1001), true);
        small.hears("closed 1009");
        eventually("told", () -> script.log.contains("closed 1009"));
    }

    @Test
    void binaryOnText_closes1003() {
        apply(DEMO);
        var client = open("/nkmedia/demo");
        await(client.socket().sendBinary(ByteBuffer.allocate(4), true));
        client.hears("closed 1003");
    }

    @Test
    void binaryWhereWanted_isEchoed() {
        gateway.unbind(script, PROPERTIES);
        script.framings = Set.of(Framing.TEXT_AND_BINARY);
        gateway.bind(script, PROPERTIES);
        apply(DEMO);
        var client = open("/nkmedia/demo");
        await(client.socket().sendBinary(ByteBuffer.allocate(4), true));
        client.hears("bytes 4");
    }

    @Test
    void invalidUtf8_closes1007() throws IOException {
        apply(DEMO);
        try (var raw = RawSocket.connect(port)) {
            assertThat(raw.http(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(101);
            raw.frame(0x81, new byte[] {(byte) 0xc3, 0x28});
            assertThat(raw.closeCode()).isEqualTo(1007);
        }
        eventually("told", () -> script.log.contains("closed 1007"));
    }

    @Test
    void closedByEitherSide_tellsTheOther() {
        apply(DEMO);
        var one = open("/nkmedia/demo");
        await(one.socket().sendClose(4000, "enough"));
        eventually("told", () -> script.log.contains("closed 4000"));
        var two = open("/nkmedia/demo");
        eventually("attached", () -> script.connections.size() == 2);
        script.connections.get(1).send("last");
        script.connections.get(1).close(4401, "login");
        two.hears("closed 4401");
        assertThat(two.heard).containsExactly("last", "closed 4401");
        eventually("told", () -> script.log.contains("closed 4401"));
        eventually("not counted", () -> listeners.list().get(0).connections() == 0);
    }

    @Test
    void slowReader_isDroppedAlone() throws IOException {
        apply(DEMO.withLimits(new FrameLimits(100_000, 10_000, 1_000_000)));
        try (var slow = RawSocket.connect(port)) {
            assertThat(slow.http(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(101);
            eventually("the slow one", () -> script.connections.size() == 1);
            var other = open("/nkmedia/demo");
            var connection = script.connections.get(0);
            var text = "x".repeat(50_000);
            IntStream.range(0, 1000).forEach(i -> connection.send(text));
            other.say("still here").hears("still here");
            eventually("dropped", () -> script.log.contains("closed 4413"));
            eventually("nothing is left", () -> connection.queuedBytes() == 0);
            other.say("here too").hears("here too");
        }
    }

    @Test
    void floodOfPings_closes1008() throws IOException {
        apply(DEMO);
        try (var raw = RawSocket.connect(port)) {
            assertThat(raw.http(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(101);
            var pings = new ByteArrayOutputStream();
            for (int i = 0; i < 101; i++) {
                pings.writeBytes(RawSocket.masked(0x89, new byte[0]));
            }
            raw.write(pings.toByteArray());
            eventually("dropped", () -> script.log.contains("closed 1008"));
        }
    }

    @Test
    void paused_reallyStopsReading_andResumedReadsAll() {
        apply(DEMO.withLimits(new FrameLimits(100_000, 1000, 10_000_000)));
        var client = open("/nkmedia/demo");
        client.say("a").hears("a");
        script.only().pause();
        var text = "x".repeat(100_000);
        var sent = new AtomicInteger();
        var sending = CompletableFuture.completedFuture(client.socket());
        for (int i = 0; i < 200; i++) {
            sending = sending.thenCompose(socket -> socket.sendText(text, true));
            sending.thenRun(sent::incrementAndGet);
        }
        // The buffers of both kernels are full long before 20 MB: the client can't go on.
        eventually("the client is stuck", () -> stuck(sent));
        assertThat(script.log).containsExactly("attach", "a");
        script.only().resume();
        eventually("all are read", () -> script.log.size() == 202);
        await(sending);
    }

    private static boolean stuck(AtomicInteger sent) {
        int before = sent.get();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        return before > 0 && before == sent.get() && before < 200;
    }

    @Test
    void holderReplaced_keepsTheSocketAndItsFrames() {
        apply(DEMO);
        var client = open("/nkmedia/demo");
        client.say("a").hears("a");
        gateway.unbind(script, PROPERTIES);
        client.say("b").say("c");
        var next = Script.echo("second");
        gateway.bind(next, PROPERTIES);
        client.hears("c");
        assertThat(next.log).containsExactly("attach saved by first", "b", "c");
        assertThat(client.heard).containsExactly("a", "b", "c");
    }

    @Test
    void removed_closes1001_andIsUnknown() throws IOException {
        apply(DEMO);
        var client = open("/nkmedia/demo");
        apply();
        client.hears("closed 1001");
        assertThat(status(RawSocket.upgrade("/nkmedia/demo"))).isEqualTo(404);
    }
}
