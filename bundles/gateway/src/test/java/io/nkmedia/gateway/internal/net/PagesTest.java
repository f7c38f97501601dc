package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ListenerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages beside WebSockets. By raw sockets: a client library would tidy up the paths that matter here. */
class PagesTest extends SocketsFixture {
    private static final Object OWNER = "console";

    @BeforeEach
    void offer() {
        gateway.links()
                .pages()
                .add(
                        OWNER,
                        "/demo",
                        Map.of("X-Content-Type-Options", "nosniff"),
                        Map.of(
                                "/index.html", "<p>hello".getBytes(StandardCharsets.UTF_8),
                                "/js/main.js", "go()".getBytes(StandardCharsets.UTF_8)));
    }

    private int open() {
        return listen(spec("ws").withPages(true));
    }

    private static String get(String path, String... headers) {
        return request("GET", path, headers);
    }

    private static String request(String method, String path, String... headers) {
        var more = new StringBuilder();
        for (var header : headers) {
            more.append(header).append("\r\n");
        }
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    }

    @Test
    void pages_comeOneAfterTheOtherOverOneConnection_withTypesAndHeaders() throws IOException {
        try (var raw = RawSocket.connect(open())) {
            var index = raw.answer(get("/demo/"));
            assertThat(index.status()).isEqualTo(200);
            assertThat(index.headers())
                    .containsEntry("content-type", "text/html;charset=utf-8")
                    .containsEntry("x-content-type-options", "nosniff");
            assertThat(index.body()).isEqualTo("<p>hello");
            var script = raw.answer(get("/demo/js/main.js"));
            assertThat(script.headers()).containsEntry("content-type", "text/javascript;charset=utf-8");
            assertThat(script.body()).isEqualTo("go()");
            assertThat(raw.answer(get("/demo")).headers()).containsEntry("location", "/demo/");
            var same =
                    raw.answer(get("/demo/", "If-None-Match: " + index.headers().get("etag")));
            assertThat(same.status()).isEqualTo(304);
            var head = raw.head(request("HEAD", "/demo/"));
            assertThat(head.headers()).containsEntry("content-length", "8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo/none.html",
                "/demo/../demo/index.htm",
                "/demo/..%2findex.html",
                "/demo/%2e%2e/%2e%2e/etc/passwd",
                "/demo//index.html",
                "/demo/js",
                "/demo/index.html/",
                "/demo/%00"
            })
    void otherPath_isNotFound(String path) throws IOException {
        try (var raw = RawSocket.connect(open())) {
            assertThat(raw.answer(get(path)).status()).isEqualTo(404);
        }
    }

    @Test
    void pathThatIsNone_isABadRequest() throws IOException {
        assertThat(status(open(), get("/demo/%zz"))).isEqualTo(400);
    }

    @Test
    void otherRequests_areAnsweredAsWithoutPages() throws IOException {
        int port = open();
        assertThat(status(port, request("POST", "/demo/"))).isEqualTo(426);
        assertThat(status(port, get("/"))).isEqualTo(426);
        assertThat(status(port, get("/demonstration/"))).isEqualTo(426);
        try (var raw = RawSocket.connect(port)) {
            assertThat(raw.answer(get("/demo/")).status()).isEqualTo(200);
            assertThat(raw.http(RawSocket.upgrade("/demo/"))).isEqualTo(101);
        }
    }

    @Test
    void listenerWithoutPages_hasNone() throws IOException {
        assertThat(status(listen(spec("ws")), get("/demo/"))).isEqualTo(426);
    }

    @Test
    void listenerOfOnePath_hasPagesBesideIt() throws IOException {
        int port = listen(ListenerSpec.of("ws://127.0.0.1:0/here", ID, Map.of()).withPages(true));
        assertThat(status(port, get("/demo/"))).isEqualTo(200);
        assertThat(status(port, get("/there"))).isEqualTo(404);
    }

    @Test
    void ownerGone_pagesAreGone_andSocketsStay() throws IOException {
        int port = open();
        var client = webSocket(port);
        gateway.links().pages().remove(OWNER);
        assertThat(status(port, get("/demo/"))).isEqualTo(426);
        client.say("hello").hears("hello");
    }

    @Test
    void whoAsksForManyAtOnce_isDropped() throws IOException {
        gateway.links().pages().add(OWNER, "/big", Map.of(), Map.of("/index.html", new byte[8_000_000]));
        try (var raw = RawSocket.connect(open())) {
            raw.write(get("/big/").repeat(3));
            eventually("dropped", raw::atEnd);
        }
    }

    @Test
    void oneVisitorTooMany_isDropped_theOthersAndConnectionsStay() throws IOException {
        int port = listen(spec("ws").withMaxConnections(1));
        var client = webSocket(port);
        List<RawSocket> visitors = new ArrayList<>();
        try {
            for (int i = 0; i < Served.VISITORS + 1; i++) {
                visitors.add(RawSocket.connect(port));
            }
            // Not always the last one: several threads take them in.
            eventually("one is dropped", () -> visitors.stream().anyMatch(RawSocket::isDropped));
            var stays =
                    visitors.stream().filter(visitor -> !visitor.isDropped()).findFirst();
            assertThat(stays.orElseThrow().http(get("/"))).isEqualTo(426);
            client.say("hello").hears("hello");
        } finally {
            for (var visitor : visitors) {
                visitor.close();
            }
        }
        eventually("room again", () -> answered(port));
    }

    private static boolean answered(int port) {
        try (var raw = RawSocket.connect(port)) {
            raw.write(get("/"));
            return "HTTP/1.1 426 Upgrade Required".equals(raw.line());
        } catch (IOException dropped) {
            return false;
        }
    }

    private static int status(int port, String request) throws IOException {
        try (var raw = RawSocket.connect(port)) {
            return raw.http(request);
        }
    }
}
