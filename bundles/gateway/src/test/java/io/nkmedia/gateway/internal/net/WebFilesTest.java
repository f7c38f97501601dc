package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.WebSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** a listener's own files, and nothing else of the disk. */
class WebFilesTest extends SocketsFixture {
    private static final int BIG = 5_000_000;

    @TempDir
    Path folder;

    private Path web;

    @BeforeEach
    void files() throws IOException {
        web = Files.createDirectories(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<p>hello");
        Files.writeString(Files.createDirectories(web.resolve("js")).resolve("main.js"), "go()");
        Files.writeString(web.resolve("empty.txt"), "");
        Files.writeString(web.resolve("big.webm"), "0123456789".repeat(BIG / 10));
        Files.writeString(web.resolve(".secret"), "no");
        Files.writeString(Files.createDirectories(web.resolve(".git")).resolve("config"), "no");
        Files.writeString(folder.resolve("outside.txt"), "no");
        Files.createSymbolicLink(web.resolve("link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(web.resolve("up"), folder);
        Files.createSymbolicLink(web.resolve("shown.txt"), web.resolve(".secret"));
        Files.createSymbolicLink(web.resolve("inside.js"), web.resolve("js/main.js"));
    }

    private ListenerSpec at(String path) {
        return spec("ws").withWeb(Optional.of(new WebSpec(path, web)));
    }

    private static String request(String method, String path, String... headers) {
        var more = new StringBuilder();
        for (var header : headers) {
            more.append(header).append("\r\n");
        }
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    }

    private static String get(String path, String... headers) {
        return request("GET", path, headers);
    }

    private static int status(int port, String request) throws IOException {
        try (var raw = RawSocket.connect(port)) {
            return raw.answer(request).status();
        }
    }

    @Test
    void files_comeOneAfterTheOtherOverOneConnection_withTypesAndHeaders() throws IOException {
        try (var raw = RawSocket.connect(listen(at("/app")))) {
            assertThat(raw.answer(get("/app")).headers()).containsEntry("location", "/app/");
            var index = raw.answer(get("/app/?x=1"));
            assertThat(index.status()).isEqualTo(200);
            assertThat(index.headers())
                    .containsEntry("content-type", "text/html;charset=utf-8")
                    .containsEntry("x-content-type-options", "nosniff");
            assertThat(index.body()).isEqualTo("<p>hello");
            var script = raw.answer(get("/app/js/main.js"));
            assertThat(script.headers()).containsEntry("content-type", "text/javascript;charset=utf-8");
            assertThat(script.body()).isEqualTo("go()");
            assertThat(raw.answer(get("/app/inside.js")).body()).isEqualTo("go()");
            assertThat(raw.answer(get("/app/empty.txt")).headers()).containsEntry("content-length", "0");
            var same =
                    raw.answer(get("/app/", "If-None-Match: " + index.headers().get("etag")));
            assertThat(same.status()).isEqualTo(304);
            var head = raw.head(request("HEAD", "/app/big.webm"));
            assertThat(head.headers())
                    .containsEntry("content-length", String.valueOf(BIG))
                    .containsEntry("content-type", "video/webm");
            assertThat(raw.answer(get("/app/big.webm")).body()).hasSize(BIG).endsWith("0123456789");
            assertThat(raw.answer(get("/app/none.txt")).body()).isEqualTo("Not found\n");
            assertThat(raw.http(RawSocket.upgrade("/app/"))).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/none.html",
                "/../outside.txt",
                "/..%2foutside.txt",
                "/%2e%2e/outside.txt",
                "/js/../../outside.txt",
                "//index.html",
                "/js//main.js",
                "/./index.html",
                "/js",
                "/js/",
                "/index.html/",
                "/index.html%00.txt",
                "/..%5coutside.txt",
                "/.secret",
                "/.git/config",
                "/%2egit/config",
                "/link.txt",
                "/up/outside.txt",
                "/up/web/index.html/x",
                "/shown.txt"
            })
    void whatIsNotBelowTheDirectory_orHidden_isNotFound(String path) throws IOException {
        assertThat(status(listen(at("")), get(path))).isEqualTo(404);
        assertThat(status(listen(at("/app")), get("/app" + path))).isEqualTo(404);
    }

    @Test
    void otherRequests_areAnsweredAsWithoutFiles() throws IOException {
        int port = listen(at("/app"));
        assertThat(status(port, request("POST", "/app/"))).isEqualTo(426);
        assertThat(status(port, request("DELETE", "/app/index.html"))).isEqualTo(426);
        assertThat(status(port, get("/application"))).isEqualTo(426);
        assertThat(status(port, get("/"))).isEqualTo(426);
        assertThat(status(listen(spec("ws")), get("/app/"))).isEqualTo(426);
    }

    @Test
    void bundlesPages_comeBeforeFiles() throws IOException {
        gateway.links().pages().add("console", "/demo", Map.of(), Map.of("/index.html", new byte[] {'x'}));
        int port = listen(at("").withPages(true));
        try (var raw = RawSocket.connect(port)) {
            assertThat(raw.answer(get("/demo/")).body()).isEqualTo("x");
            assertThat(raw.answer(get("/")).body()).isEqualTo("<p>hello");
        }
    }

    @Test
    void changedLive_nextRequestSeesIt_andSocketsStay() throws IOException {
        var client = webSocket(listen(at("")));
        int port = listeners.list().get(0).port();
        assertThat(status(port, get("/index.html"))).isEqualTo(200);
        apply(spec("ws"));
        assertThat(status(port, get("/index.html"))).isEqualTo(426);
        client.say("hello").hears("hello");
    }

    @Test
    void aDirectoryThatIsNotThere_hasNoFiles() throws IOException {
        var missing = new WebSpec("", folder.resolve("later"));
        int port = listen(spec("ws").withWeb(Optional.of(missing)));
        assertThat(status(port, get("/index.html"))).isEqualTo(404);
        Files.move(web, missing.directory());
        assertThat(status(port, get("/index.html"))).isEqualTo(200);
    }

    @Test
    void whoAsksForManyAtOnce_isDropped() throws IOException {
        try (var raw = RawSocket.connect(listen(at("")))) {
            raw.write(get("/big.webm").repeat(3));
            eventually("dropped", raw::atEnd);
        }
    }
}
