package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Wire talk that was recorded with a real Janus 1.1.2, and a real browser's offer. */
public final class Recording {
    private static final String FOLDER = "/io/nkmedia/testing/janus/";

    private Recording() {}

    /**
     * One line of a recording.
     *
     * @param peer which of several sockets, or empty
     * @param toEngine the direction
     */
    public record Line(String peer, boolean toEngine, JsonNode message) {}

    /** The frames of a recording such as {@code core-errors}, in order, without the recorder's notes. */
    public static List<Line> lines(String name) {
        var mapper = new JsonMapper();
        var lines = new ArrayList<Line>();
        try {
            for (String text : text(name + ".jsonl").split("\n", -1)) {
                if (text.isBlank()) {
                    continue;
                }
                var line = mapper.readTree(text);
                String direction = line.path("dir").asText();
                if (direction.equals("a->janus") || direction.equals("janus->a")) {
                    lines.add(new Line(line.path("peer").asText(), direction.startsWith("a"), line.get("msg")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** A real Chromium's offer of audio and video, complete with candidates. */
    public static String chromiumOffer() {
        return text("offer-chromium-nontrickle.sdp");
    }

    private static String text(String file) {
        try (var in = Recording.class.getResourceAsStream(FOLDER + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
