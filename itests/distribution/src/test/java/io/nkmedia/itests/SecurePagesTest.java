package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages on a service's own {@code wss} listener, where browsers give them a camera. A-19. */
class SecurePagesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int UPDATES = 5;

    @RegisterExtension
    static final MediaServer SERVER = new MediaServer("secure-pages", Way.WSS, Way.WS);

    @RegisterExtension
    final Browsers browsers = new Browsers();

    @Test
    void demoOnTheServicesOwnListener_isSecure_andHearsItsEcho() throws IOException {
        var url = SERVER.secureRoot() + "/demo/?service=" + MediaServer.SERVICE;
        DemoPage page = browsers.demo(url, "guest", SERVER.trusting());
        assertThat(page.browser().value("location.protocol + isSecureContext")).isEqualTo("https:true");
        page.startEcho();
        page.browser().steadyFlow().assertHeardAndSeen();
        try (TestClient admin = SERVER.admin()) {
            var sessions = admin.call("core/user/get", Map.of("user", "guest"));
            assertThat(sessions.elements().next().path("remote").asText()).startsWith("wss:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/demo/", "/demo/js/main.js", "/demo/css/base.css", "/demo/icon.svg", "/demo/none.js"})
    void file_isTheSameAsOnTheSharedPort_withTheSameHeaders(String path) throws Exception {
        var own = get(SERVER.secureRoot() + path);
        var shared = get(SERVER.page().replaceFirst("/demo/.*", "") + path);
        assertThat(own.statusCode()).isEqualTo(shared.statusCode());
        assertThat(own.body()).isEqualTo(shared.body());
        for (var name : List.of(
                "content-security-policy",
                "x-content-type-options",
                "referrer-policy",
                "permissions-policy",
                "cross-origin-opener-policy",
                "cross-origin-resource-policy",
                "cache-control",
                "etag",
                "content-type")) {
            assertThat(header(own, name)).as(name).isEqualToIgnoringCase(header(shared, name));
        }
        assertThat(header(own, "x-content-type-options")).isEqualTo("nosniff");
    }

    private static String header(HttpResponse<String> response, String name) {
        return String.join(",", response.headers().allValues(name)).replace(" ", "");
    }

    @Test
    void plainListener_hasNoPages() throws Exception {
        int port = SERVER.ways().port(Way.WS, MediaServer.HOST);
        assertThat(get("http://" + MediaServer.HOST + ":" + port + "/demo/").statusCode())
                .isEqualTo(426);
    }

    @Test
    void consoleReplaced_pagesComeBack_noSocketCloses_nothingOfTheOldStays() throws Exception {
        var jvm = new Jvm(SERVER.distribution().process());
        try (TestClient client = SERVER.ways().client(Way.WSS, MediaServer.SERVICE, MediaServer.HOST)) {
            client.login(MediaServer.ADMIN, MediaServer.PASSWORD);
            replaceConsole();
            int loaders = jvm.classLoaders();
            for (int i = 0; i < UPDATES; i++) {
                replaceConsole();
                client.call("core/core/ping", Map.of());
            }
            assertThat(jvm.classLoaders()).isLessThanOrEqualTo(loaders + 1);
            assertThat(client.isOpen()).isTrue();
        }
    }

    private static void replaceConsole() throws IOException {
        var server = SERVER.distribution();
        server.bundleUpdate("io.nkmedia.console", NewerBuild.of(server.jar("io.nkmedia.console")));
        Eventually.eventually("the page is served", LIMIT, () -> status("/demo/") == 200);
    }

    private static int status(String path) {
        try {
            return get(SERVER.secureRoot() + path).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    private static HttpResponse<String> get(String url) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        try {
            return SERVER.ways().http().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
