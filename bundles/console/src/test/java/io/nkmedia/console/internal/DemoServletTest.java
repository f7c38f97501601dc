package io.nkmedia.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a real HTTP server and a raw socket: a client library would tidy up the paths that matter here. */
class DemoServletTest {
    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @BeforeEach
    void start() throws Exception {
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/demo");
        context.addServlet(new ServletHolder(new DemoServlet(WebFiles.pages())), "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void folder_isAnsweredWithTheIndex() throws IOException {
        Answer answer = get("/demo/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(answer.body()).startsWith("<!doctype html>").contains("NkMEDIA");
    }

    @Test
    void folderWithoutSlash_isRedirected() throws IOException {
        Answer answer = get("/demo");
        assertThat(answer.status()).isBetween(301, 308);
        assertThat(answer.header("location")).endsWith("/demo/");
    }

    @ParameterizedTest
    @CsvSource({
        "/demo/js/client.js, text/javascript;charset=utf-8",
        "/demo/css/base.css, text/css;charset=utf-8",
        "/demo/icon.svg, image/svg+xml;charset=utf-8"
    })
    void file_hasItsType(String path, String type) throws IOException {
        Answer answer = get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualToIgnoringCase(type);
        assertThat(answer.header("content-length"))
                .isEqualTo(Integer.toString(answer.body().getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo/../META-INF/MANIFEST.MF",
                "/demo/%2e%2e/%2e%2e/META-INF/MANIFEST.MF",
                "/demo/..%2f..%2fMETA-INF/MANIFEST.MF",
                "/demo/js/../../../io/nkmedia/console/internal/Page.class",
                "/demo/..;/..;/META-INF/MANIFEST.MF",
                "/demo/..\\..\\META-INF\\MANIFEST.MF",
                "/demo//index.html",
                "/demo/index.html%00",
                "/demo/js/",
                "/demo/js",
                "/demo/web/demo/index.html",
                "/demo/nothing.js"
            })
    void pathThatIsNoPage_isRefused(String path) throws IOException {
        Answer answer = get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("<!doctype html>").doesNotContain("Manifest-Version");
    }

    @Test
    void missingPage_saysNothingAboutTheServer() throws IOException {
        assertThat(get("/demo/nothing").body()).isEqualTo("Not found\n");
    }

    @Test
    void knownTag_isAnsweredWithoutContent() throws IOException {
        String tag = get("/demo/").header("etag");
        for (String sent : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            Answer answer = ask("GET", "/demo/", Map.of("If-None-Match", sent));
            assertThat(answer.status()).as(sent).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("etag")).isEqualTo(tag);
        }
    }

    @Test
    void unknownTag_isAnsweredWithContent() throws IOException {
        Answer answer = ask("GET", "/demo/", Map.of("If-None-Match", "\"other\""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNotEmpty();
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
    }

    @Test
    void head_hasTheHeadersOfGetAndNoBody() throws IOException {
        Answer head = ask("HEAD", "/demo/", Map.of());
        Answer get = get("/demo/");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : new String[] {"content-length", "content-type", "etag", "cache-control"}) {
            assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE"})
    void otherMethod_isRefused(String method) throws IOException {
        assertThat(ask(method, "/demo/", Map.of("X-Secret", "s3cret")).status()).isEqualTo(405);
        assertThat(ask(method, "/demo/", Map.of("X-Secret", "s3cret")).body()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo/", "/demo/js/main.js", "/demo/nothing"})
    void everyAnswer_isGuarded(String path) throws IOException {
        Answer answer = get(path);
        assertThat(answer.header("content-security-policy"))
                .contains("default-src 'self'", "connect-src 'self' ws: wss:")
                .doesNotContain("unsafe");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("permissions-policy")).contains("camera=(self)", "microphone=(self)");
    }

    private Answer get(String path) throws IOException {
        return ask("GET", path, Map.of());
    }

    private Answer ask(String method, String path, Map<String, String> headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(5000);
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.getURI().getPort()),
                    5000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return Answer.read(socket.getInputStream());
        }
    }

    /** Status line, headers by lower-case name, and the body up to the end of the stream. */
    record Answer(int status, Map<String, String> headers, String body) {
        static Answer read(InputStream in) throws IOException {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            String[] lines = text.substring(0, end).split("\r\n");
            Map<String, String> headers = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
            return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }
}
