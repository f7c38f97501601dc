package io.nkmedia.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The distribution with one service and a real Janus that is reached on this machine only, for the tests of a class.
 * Stops it in the orderly way, and says so if a process of it survives.
 */
final class MediaServer implements BeforeAllCallback, AfterAllCallback {
    static final String SERVICE = "lab";
    static final String ADMIN = "admin";
    static final String PASSWORD = "browser-test";
    static final String HOST = "127.0.0.1";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of {@link #PASSWORD}, with the fewest rounds. */
    private static final String HASH = "$2y$04$abcdefghijklmnopqrstuuD/Z2UAjbFp5W8hUw09a3kkGOe6IwYbi";

    private static final String DOCUMENT = """
            {
              "name": "lab",
              "media": {"media_silence": 2, "media_start": 300, "media_grace": 300},
              "limits": {"sessions_per_user": 1000, "requests_per_second": 1000},
              "timeouts": {"resume": RESUME},
              "auth": {"users": [
                {"user": "admin", "password_hash": "HASH", "roles": ["admin"]},
                {"user": "anna", "password_hash": "HASH", "roles": ["manager"]},
                {"user": "bert", "password_hash": "HASH", "roles": ["manager"]},
                {"user": "guest", "password_hash": "HASH", "roles": ["user"]}
              ]},
              "backends": [{"kind": "janus", "runtime": "process", "options": {"ice_enforce_list": "ADDRESS"}}]
            }
            """.replace("HASH", HASH);

    private final String name;
    private final Way[] own;
    private int resume = 2;
    private TestKeys keys;
    private Ways ways;
    private HttpClient http;
    private LoopbackIce ice;
    private Distribution server;

    /** The name is that of the server's folder; the service has listeners of its own for these ways. */
    MediaServer(String name, Way... own) {
        this.name = name;
        this.own = own;
    }

    /** Clients may come back so many seconds after their socket broke; call it before the start. */
    MediaServer resuming(int seconds) {
        resume = seconds;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ice = LoopbackIce.open();
        http = HttpClient.newHttpClient();
        server = Distribution.unpack(name);
        keys = TestKeys.make(Path.of(Unpacked.property("nkmedia.work"), name + "-keys"), name, List.of(HOST));
        ways = new Ways(server, keys);
        server.service(
                SERVICE,
                DOCUMENT.replace("ADDRESS", ice.address())
                        .replace("RESUME", String.valueOf(resume))
                        .replaceFirst("\\{", "{" + Ways.listeners(HOST, own) + ","));
        server.start();
        try (TestClient admin = admin()) {
            Eventually.eventually(
                    "the engine is ready, have " + backend(admin),
                    LIMIT,
                    () -> backend(admin).path("state").asText().equals("ready"));
        }
        Eventually.eventually("the demo page is served", LIMIT, () -> server.httpStatus("/demo/") == 200);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // Also after a failed start, when some of it isn't there.
        try {
            if (server != null && server.running()) {
                stop();
            }
        } finally {
            if (server != null) {
                server.close();
            }
            if (ice != null) {
                ice.close();
            }
        }
    }

    private void stop() {
        List<ProcessHandle> engines = server.process().descendants().toList();
        server.stop();
        Eventually.eventually(
                "the engines ended with the server",
                LIMIT,
                () -> engines.stream().noneMatch(ProcessHandle::isAlive));
    }

    String page() {
        return "http://127.0.0.1:" + server.httpPort() + "/demo/?service=" + SERVICE;
    }

    Distribution distribution() {
        return server;
    }

    Ways ways() {
        return ways;
    }

    /** The root of the pages on the service's own listener. */
    String secureRoot() {
        return "https://" + HOST + ":" + ways.port(Way.WSS, HOST);
    }

    /** What makes Chromium believe this server's certificate and no other. */
    String trusting() {
        return "--ignore-certificate-errors-spki-list=" + keys.pin();
    }

    TestClient admin() {
        return TestClient.login(http, server.httpPort(), SERVICE, ADMIN, PASSWORD);
    }

    /** What an admin sees of the service's only backend. */
    static JsonNode backend(TestClient admin) {
        return admin.call("core/backend/get_list", Map.of()).path(0);
    }

    /** Waits until neither the server nor the engine has a session. */
    static void awaitNoSession(TestClient admin, Duration limit) {
        Eventually.eventually(
                "no session is left",
                limit,
                () -> admin.call("media/session/get_list", Map.of()).isEmpty()
                        && backend(admin).path("sessions").asInt(-1) == 0);
    }
}
