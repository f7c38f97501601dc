package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.SampleSdp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Plays a transcript. {@code >} is sent and {@code <} must come back, by the connection {@code a} or the one named right
 * after the sign; {@code !} does something else; {@code #} is a comment. All that comes out must be expected.
 * {@code OFFER}, {@code TRICKLING} and {@code COMPLETE} in what is sent stand for SDPs.
 */
final class Transcript {
    private static final Pattern ERROR = Pattern.compile("\"name\":\"([a-z_]+)\"");

    private final Expected expected = new Expected();
    private final Map<String, FakeConnection> connections = new LinkedHashMap<>();
    private final List<String> played = new ArrayList<>();
    private final boolean update;
    private World world;
    private String line = "";

    Transcript(boolean update) {
        this.update = update;
    }

    /** Plays the lines; gives them as they should be. */
    List<String> play(List<String> lines) {
        var first = lines.stream().filter(l -> l.startsWith("! config ")).findFirst();
        world = new World(first.map(l -> l.substring("! config ".length())).orElse("{}"));
        for (var each : lines) {
            line = each;
            if (!each.startsWith("<")) {
                nothingLeft();
                played.add(each);
            }
            if (each.startsWith(">")) {
                send(each.substring(1));
            } else if (each.startsWith("<") && !update) {
                receive(each.substring(1));
            } else if (each.startsWith("! ") && !each.startsWith("! config ")) {
                act(each.substring(2).split(" ", 4));
            }
        }
        line = "the end";
        nothingLeft();
        return played;
    }

    private void nothingLeft() {
        connections.forEach((name, connection) -> {
            if (update) {
                connection.out.forEach(frame -> played.add("<" + mark(name) + " " + expected.line(frame)));
                connection.out.clear();
            }
            assertThat(connection.out)
                    .as("not expected at " + name + " before: " + line)
                    .isEmpty();
        });
    }

    private static String mark(String name) {
        return name.equals("a") ? "" : name;
    }

    private FakeConnection connection(String name) {
        return connections.computeIfAbsent(
                name.isEmpty() ? "a" : name, n -> world.connect(n, "192.0.2." + (connections.size() + 1), service(n)));
    }

    /** Connections whose name begins with {@code core} are the core service's. */
    private static String service(String name) {
        return name.startsWith("core") ? "core" : "demo";
    }

    private void send(String rest) {
        int space = rest.indexOf(' ');
        connection(rest.substring(0, space)).receive(sent(rest.substring(space + 1)));
        world.time.run();
    }

    private String sent(String text) {
        return expected.filled(text)
                .replace("\"OFFER\"", quoted(SampleSdp.audio()))
                .replace("\"TRICKLING\"", quoted(SampleSdp.trickling()))
                .replace("\"COMPLETE\"", quoted(SampleSdp.complete()));
    }

    private static String quoted(String sdp) {
        return "\"" + sdp.replace("\r\n", "\\r\\n") + "\"";
    }

    private void receive(String rest) {
        int space = rest.indexOf(' ');
        var frame = connection(rest.substring(0, space)).out.poll();
        if (frame == null) {
            fail("nothing came, instead of: " + line);
        } else if (!expected.matches(rest.substring(space + 1), frame)) {
            fail("expected " + line + "\nbut got " + frame);
        }
    }

    private void act(String[] words) {
        switch (words[0]) {
            case "advance" -> world.time.advance(duration(words[1]));
            case "login" -> login(words[1], words[2]);
            case "connect" -> connection(words[1]);
            case "drop" -> connection(words[1]).drop();
            case "break" -> connection(words[1]).lose(words.length > 2 ? Integer.parseInt(words[2]) : 1006);
            case "at" -> connection(words[1]).attributes = Map.of("service", "demo", "roles", words[3]);
            case "otherstate" ->
                world.service(words[1]).publish(Event.of("core", "service", "state", words[1], Map.of()));
            case "other" -> world.other(words[1], line.split(" ", 4)[3]);
            case "flood" -> flood(connection(words[1]), Integer.parseInt(words[2]), words[3]);
            case "backend" -> backend(words[1], words[2]);
            case "leg" -> leg(words[1], words[2]);
            case "edit" -> world.edit(words[1], line.substring(("! edit " + words[1] + " ").length()));
            case "taken" -> world.listeners.taken.add(Integer.parseInt(words[1]));
            case "free" -> world.listeners.taken.remove(Integer.parseInt(words[1]));
            case "plugin" -> world.plugin.refuses = Optional.of(words[1]).filter(what -> !what.equals("agrees"));
            case "reconfigure" -> world.reconfigure(line.substring("! reconfigure ".length()));
            default -> fail("no such action: " + line);
        }
        world.time.run();
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    private void login(String name, String user) {
        var connection = connection(name);
        connection.receive("""
                {"class":"core","subclass":"user","cmd":"login","tid":"login",
                 "data":{"user":"%s","password":"pw","session_id":"connection-%s"}}""".formatted(user, name));
        world.time.run();
        assertThat(connection.out.remove()).contains("\"result\":\"ok\"");
    }

    /** Sends many frames; what came out is counted: {@code 3 x ok}, {@code 2 x too_many_requests}. */
    private void flood(FakeConnection connection, int times, String frame) {
        var kinds = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < times; i++) {
            connection.receive(sent(frame).replace("NUMBER", String.valueOf(1000 + i)));
            world.time.run();
            connection.out.forEach(out -> kinds.merge(kind(out), 1, Integer::sum));
            connection.out.clear();
        }
        kinds.forEach((kind, count) -> connection.out.add(count + " x " + kind));
    }

    private static String kind(String out) {
        var error = ERROR.matcher(out);
        return error.find() ? error.group(1) : out.startsWith("{\"result\":\"ok\"") ? "ok" : out;
    }

    private void backend(String what, String value) {
        var backend = world.plugin.backend;
        switch (what) {
            case "refuses" ->
                backend.refuses = value.equals("nothing")
                        ? Optional.empty()
                        : Optional.of(CoreError.valueOf(value.toUpperCase(Locale.ROOT))
                                .because("by the engine"));
            case "opening" -> backend.opening = duration(value);
            case "state" -> backend.state = BackendState.valueOf(value.toUpperCase(Locale.ROOT));
            default -> fail("no such property: " + line);
        }
    }

    private void leg(String id, String what) {
        var leg = world.plugin.backend.leg(expected.filled(id));
        switch (what) {
            case "up" -> leg.events.status(Map.of("webrtc_ready", true));
            case "silent" -> leg.events.status(Map.of("audio_status", "stopped"));
            case "fails" -> leg.events.connectivity(true, "ice failed");
            case "lost" -> leg.events.ended(StopReason.of(CoreError.BACKEND_DOWN));
            case "refuses" -> leg.refusesAnswers = Optional.of(CoreError.SESSION_FAILED.error());
            default -> fail("no such event: " + line);
        }
    }
}
