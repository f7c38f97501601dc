package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Plays a transcript against a real server. As there: all that comes out must be expected. Unlike there a frame may come
 * before its neighbour in the transcript, since connection and session work side by side.
 */
final class Replay {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int QUERIES = 100;

    private final Holes holes = new Holes();
    private final Map<String, Talk> talks = new LinkedHashMap<>();
    private final Function<Pipe.Heard, Pipe> opener;
    private final Consumer<String> reconfigure;

    /** @param reconfigure gives the service a document with these other keys */
    Replay(Function<Pipe.Heard, Pipe> opener, Consumer<String> reconfigure) {
        this.opener = opener;
        this.reconfigure = reconfigure;
    }

    void play(Script script) {
        try {
            for (int i = 0; i < script.lines().size(); i++) {
                var line = script.lines().get(i);
                if (line.startsWith(">")) {
                    talk(name(line)).send(sent(rest(line)));
                } else if (line.startsWith("<")) {
                    var block = new ArrayList<String>();
                    for (; i < script.lines().size() && script.lines().get(i).startsWith("<"); i++) {
                        block.add(script.lines().get(i));
                    }
                    i--;
                    receive(block);
                } else if (line.startsWith("! ") && !line.startsWith("! config ")) {
                    act(line.substring(2).split(" ", 2));
                }
            }
            talks.forEach((name, talk) -> talk.nothingLeft(name));
        } finally {
            talks.values().forEach(Talk::close);
        }
    }

    private static String name(String line) {
        int space = line.indexOf(' ');
        return space == 1 ? "a" : line.substring(1, space);
    }

    private static String rest(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private Talk talk(String name) {
        return talks.computeIfAbsent(name, each -> new Talk(opener));
    }

    private String sent(String text) {
        return holes.filled(text)
                .replace("\"OFFER\"", sdp(""))
                .replace("\"TRICKLING\"", sdp("a=ice-options:trickle\\r\\n"))
                .replace("\"COMPLETE\"", sdp("a=candidate:1 1 udp 2122194687 192.0.2.1 4711 typ host\\r\\n"));
    }

    private static String sdp(String more) {
        return "\"v=0\\r\\no=- 1 1 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\n"
                + "c=IN IP4 0.0.0.0\\r\\na=ice-ufrag:abcd\\r\\na=ice-pwd:0123456789abcdef01234567\\r\\n"
                + "a=fingerprint:sha-256 AA:BB\\r\\n" + more + "a=mid:0\\r\\n\"";
    }

    private void act(String[] words) {
        switch (words[0]) {
            case "connect" -> talk(words[1]);
            case "drop" -> talk(words[1]).close();
            case "login" -> {
                var who = words[1].split(" ");
                talk(who[0]).login(who[1], "connection-" + who[0]);
            }
            case "reconfigure" -> reconfigure.accept(words[1]);
            default -> throw new AssertionError("no such action: " + words[0]);
        }
    }

    private void receive(List<String> block) {
        var byTalk = new LinkedHashMap<String, List<String>>();
        block.forEach(line ->
                byTalk.computeIfAbsent(name(line), n -> new ArrayList<>()).add(rest(line)));
        byTalk.forEach((name, lines) -> {
            var talk = talk(name);
            var left = new ArrayList<>(talk.take(lines.size(), block));
            // What a query tells may lag a moment behind the end of another connection.
            for (int i = 0;
                    i < QUERIES && lines.size() == 1 && !fits(lines.get(0), left.get(0)) && talk.askAgain();
                    i++) {
                left = new ArrayList<>(talk.take(1, block));
            }
            for (var line : lines) {
                var found = left.stream().filter(frame -> fits(line, frame)).findFirst();
                assertThat(found).as("at %s: %s\namong %s", name, line, left).isPresent();
                left.remove(found.get());
            }
        });
    }

    private boolean fits(String line, String frame) {
        return line.startsWith("close ") || frame.startsWith("close ")
                ? line.equals(frame)
                : holes.matches(numberless(tree(line)), numberless(tree(frame)));
    }

    /** Without the numbers that tell the order: {@link Talk} looks at those. */
    private static JsonNode numberless(JsonNode frame) {
        if (frame instanceof ObjectNode object && frame.path("cmd").asText().equals("event")) {
            object.remove("tid");
            ((ObjectNode) object.get("data")).remove("seq");
        }
        return frame;
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
