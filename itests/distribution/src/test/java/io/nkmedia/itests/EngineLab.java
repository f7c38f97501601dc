package io.nkmedia.itests;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for the tests of a class, each of which makes its own service with the engines that it wants. */
final class EngineLab implements BeforeAllCallback, AfterAllCallback {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final HttpClient http = HttpClient.newHttpClient();
    private LoopbackIce ice;
    private Distribution server;

    /** The name is that of the server's folder. */
    EngineLab(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ice = LoopbackIce.open();
        server = Distribution.unpack(name);
        server.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        // Also after a failed start, when some of it isn't there.
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            if (ice != null) {
                ice.close();
            }
        }
    }

    Distribution server() {
        return server;
    }

    /** Writes the document of a service whose backend has these further keys. */
    void engines(String service, String keys) throws IOException {
        server.service(service, TestServices.service(service, """
                        "backends": [{"kind": "janus", "runtime": "process", %s
                                      "options": {"ice_enforce_list": "%s"}}],
                        "media": {"media_start": 300, "media_grace": 300}, "timeouts": {"rebuild": 120}
                        """.formatted(keys, ice.address())));
    }

    /** Such a service, from nothing until its engines are ready. */
    TestClient begin(String service, String keys) throws IOException {
        engines(service, keys);
        Eventually.eventually(service + " is there", LIMIT, () -> server.httpStatus("/nkmedia/" + service) != 404);
        server.shell("nkmedia:backends --wait 60 --service " + service);
        return TestClient.login(http, server.httpPort(), service, "admin", TestServices.PASSWORD);
    }

    /** What the engines of a service are, in the order of the alphabet. */
    static List<String> states(TestClient admin) {
        return admin.callAgain("core/backend/get_list", Map.of()).findValuesAsText("state").stream()
                .sorted()
                .toList();
    }

    static void await(TestClient admin, String... states) {
        Eventually.eventually(
                "engines are " + List.of(states) + ", have " + admin.callAgain("core/backend/get_list", Map.of()),
                LIMIT,
                () -> states(admin).equals(List.of(states)));
    }

    static String state(TestClient client, String session) {
        return client.callAgain("media/session/get_info", Map.of("session_id", session))
                .path("state")
                .asText();
    }

    /** A copy of the engine's program at another path: as another version of it would be installed. */
    String program(String version) throws IOException {
        Path folder = Files.createDirectories(server.home().resolve("programs/" + version));
        Path copy = folder.resolve("janus");
        if (!Files.exists(copy)) {
            Files.copy(Path.of("/usr/bin/janus"), copy);
        }
        return copy.toString();
    }

    /** The key of an entry that names a program. */
    static String binary(String path) {
        return "\"binary\": \"%s\",".formatted(path);
    }

    /** What the engines of a service were started as. */
    Set<String> programs(String service) {
        return Set.copyOf(
                Engines.of(server, service).stream().map(Engines::program).toList());
    }
}
