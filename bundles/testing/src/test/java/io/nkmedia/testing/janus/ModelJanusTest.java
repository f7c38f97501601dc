package io.nkmedia.testing.janus;

import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says to the model what was once said to a real Janus: the answers must have the same shape. */
final class ModelJanusTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** What the model has not: other plugins, settings, event handlers, and a session that ends by itself. */
    private static final Set<String> NOT_MODELLED = Set.of(
            "get_status",
            "set_log_level",
            "set_session_timeout",
            "message_plugin",
            "query_eventhandler",
            "query_transport");

    private static final Set<String> AFTER_ITS_TIME = Set.of("core-claim t54");

    private final ModelJanus model = ModelJanus.startFullTrickle("s3cret", "adm1n-b");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, RawSocket> sockets = new HashMap<>();
    private final Map<Long, Long> ids = new HashMap<>();

    @AfterEach
    void close() {
        model.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core-errors",
                "core-claim",
                "echotest-nontrickle",
                "echotest-trickle",
                "echotest-renegotiate-restart",
                "admin"
            })
    void answers_haveTheShapeOfTheRealOnes(String recording) {
        if (recording.equals("admin")) {
            attach();
        }
        var lines = Recording.lines(recording);
        int compared = 0;
        for (var request : lines.stream().filter(Recording.Line::toEngine).toList()) {
            String transaction = request.message().path("transaction").asText();
            String kind = request.message().path("janus").asText();
            if (!NOT_MODELLED.contains(kind) && !AFTER_ITS_TIME.contains(recording + " " + transaction)) {
                compare(lines, request, transaction);
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(5);
    }

    private void compare(List<Recording.Line> lines, Recording.Line request, String transaction) {
        var real = lines.stream()
                .filter(line -> !line.toEngine() && line.message().has("transaction"))
                .map(Recording.Line::message)
                .filter(message -> message.get("transaction").asText().equals(transaction))
                .toList();
        var socket = socket(request.peer());
        int before = early().size();
        socket.say(translate(request.message()));
        if (transaction.isEmpty() || real.isEmpty()) {
            eventually(LIMIT, "an error without transaction for " + request, () -> early().size() == before + 1);
            assertThat(shapes(earlyOf(lines))).contains(shape(early().get(before)));
            return;
        }
        eventually(LIMIT, "replies to " + request, () -> heard(transaction).size() >= real.size());
        var replies = heard(transaction);
        assertThat(shapes(replies)).as(transaction).isEqualTo(shapes(real));
        learn(real, replies);
    }

    private RawSocket socket(String peer) {
        return sockets.computeIfAbsent(
                peer,
                name -> name.equals("admin")
                        ? new RawSocket(client, model.adminPort(), "janus-admin-protocol")
                        : new RawSocket(client, model.controlPort(), "janus-protocol"));
    }

    private Stream<JsonNode> all() {
        return sockets.values().stream().flatMap(socket -> socket.heard().stream());
    }

    private List<JsonNode> heard(String transaction) {
        return all().filter(message -> message.path("transaction").asText().equals(transaction))
                .toList();
    }

    private List<JsonNode> early() {
        return all().filter(ModelJanusTest::isEarly).toList();
    }

    private static List<JsonNode> earlyOf(List<Recording.Line> lines) {
        return lines.stream()
                .filter(line -> !line.toEngine())
                .map(Recording.Line::message)
                .filter(ModelJanusTest::isEarly)
                .toList();
    }

    private static boolean isEarly(JsonNode message) {
        return message.path("janus").asText().equals("error") && !message.has("transaction");
    }

    /** The recording's ids become those that the model gave for the same thing; secrets those of the model. */
    private JsonNode translate(JsonNode message) {
        var copy = message.deepCopy();
        if (copy instanceof ObjectNode object) {
            for (String member : List.of("session_id", "handle_id")) {
                if (object.has(member)) {
                    long id = object.get(member).asLong();
                    object.put(member, ids.getOrDefault(id, id));
                }
            }
            if (object.path("apisecret").asText().equals("s3cret-b")) {
                object.put("apisecret", "s3cret");
            }
        }
        return copy;
    }

    private void learn(List<JsonNode> real, List<JsonNode> replies) {
        var from = real.get(0).path("data").path("id");
        if (from.isIntegralNumber()) {
            ids.put(from.asLong(), replies.get(0).path("data").path("id").asLong());
        }
        if (real.get(0).path("sessions").path(0).isIntegralNumber()) {
            ids.put(
                    real.get(0).path("sessions").path(0).asLong(),
                    replies.get(0).path("sessions").path(0).asLong());
        }
        if (real.get(0).path("handles").path(0).isIntegralNumber()) {
            ids.put(
                    real.get(0).path("handles").path(0).asLong(),
                    replies.get(0).path("handles").path(0).asLong());
        }
    }

    private static List<String> shapes(List<JsonNode> messages) {
        return messages.stream().map(ModelJanusTest::shape).sorted().distinct().toList();
    }

    /** Kind, members, and what is the same each time. Order of ack and event differs from run to run. */
    private static String shape(JsonNode message) {
        String kind = message.path("janus").asText();
        if (kind.equals("server_info")) {
            return kind;
        }
        var members = new ArrayList<String>();
        message.fieldNames().forEachRemaining(members::add);
        members.sort(Comparator.naturalOrder());
        String reason = message.path("error")
                .path("reason")
                .asText()
                .replaceAll("\\d{4,}", "ID")
                .replaceAll(" - .*", "");
        return kind
                + members
                + message.path("error").path("code").asText()
                + reason
                + message.path("plugindata").path("data")
                + message.path("jsep").path("type").asText();
    }

    @Test
    void eventAndAck_comeInEitherOrder() {
        long handle = attach();
        long session = heard("session").get(0).path("data").path("id").asLong();
        var orders = new HashSet<String>();
        for (String transaction : List.of("3", "4")) {
            var message =
                    request("message", transaction).put("session_id", session).put("handle_id", handle);
            message.putObject("body");
            socket("").say(message);
            eventually(LIMIT, "ack and event", () -> heard(transaction).size() == 2);
            orders.add(heard(transaction).get(0).path("janus").asText());
        }

        assertThat(orders).containsExactlyInAnyOrder("ack", "event");
    }

    /** A session with a handle; gives the handle. */
    private long attach() {
        var socket = socket("");
        socket.say(request("create", "session"));
        eventually(LIMIT, "a session", () -> heard("session").size() == 1);
        long session = heard("session").get(0).path("data").path("id").asLong();
        socket.say(request("attach", "handle").put("session_id", session).put("plugin", "janus.plugin.echotest"));
        eventually(LIMIT, "a handle", () -> heard("handle").size() == 1);
        return heard("handle").get(0).path("data").path("id").asLong();
    }

    private static ObjectNode request(String kind, String transaction) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("janus", kind)
                .put("transaction", transaction)
                .put("apisecret", "s3cret");
    }
}
