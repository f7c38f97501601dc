package io.nkmedia.janus.internal.leg;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.janus.internal.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an engine's description of a handle into normalized statistics (media-session.md §4.14). */
final class Stats {
    /** {@code address:port [type,protocol] <-> address:port [type,protocol]}. */
    private static final Pattern PAIR = Pattern.compile("(\\S+) \\[[^\\]]*\\] <-> (\\S+) \\[[^\\]]*\\]");

    private Stats() {}

    static Map<String, Object> of(JsonNode info) {
        var stats = new LinkedHashMap<String, Object>();
        var webrtc = info.path("webrtc");
        for (var medium : webrtc.path("media")) {
            Json.text(medium, "type")
                    .filter(type -> type.equals("audio") || type.equals("video"))
                    .ifPresent(type -> stats.putIfAbsent(type, medium(medium)));
        }
        var ice = ice(webrtc.path("ice"));
        if (!ice.isEmpty()) {
            stats.put("ice", ice);
        }
        return stats;
    }

    /** All that the engine says, as plain maps, lists, texts and numbers. */
    static Map<String, Object> raw(JsonNode info) {
        var all = new LinkedHashMap<String, Object>();
        info.properties()
                .forEach(member -> plain(member.getValue()).ifPresent(value -> all.put(member.getKey(), value)));
        return all;
    }

    private static Optional<Object> plain(JsonNode node) {
        if (node.isObject()) {
            return Optional.of(raw(node));
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(element -> plain(element).ifPresent(list::add));
            return Optional.of(list);
        }
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        if (node.isNumber()) {
            return Optional.of(node.numberValue());
        }
        return node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }

    private static Map<String, Object> medium(JsonNode medium) {
        var result = new LinkedHashMap<String, Object>();
        var rtcp = medium.path("rtcp").path("main");
        var in = flow(medium.path("stats").path("in"));
        copy(rtcp, "lost", in, "lost");
        copy(rtcp, "jitter-local", in, "jitter_ms");
        var out = flow(medium.path("stats").path("out"));
        copy(rtcp, "lost-by-remote", out, "lost");
        copy(rtcp, "jitter-remote", out, "jitter_ms");
        result.put("in", in);
        result.put("out", out);
        Json.text(medium.path("codecs"), "codec").ifPresent(codec -> result.put("codec", codec));
        copy(rtcp, "rtt", result, "rtt_ms");
        return result;
    }

    private static Map<String, Object> flow(JsonNode stats) {
        var flow = new LinkedHashMap<String, Object>();
        copy(stats, "packets", flow, "packets");
        copy(stats, "bytes", flow, "bytes");
        Json.number(stats, "bytes_lastsec").ifPresent(bytes -> flow.put("bitrate", bytes * Byte.SIZE));
        return flow;
    }

    private static void copy(JsonNode from, String member, Map<String, Object> to, String name) {
        Json.number(from, member).ifPresent(value -> to.put(name, value));
    }

    private static Map<String, Object> ice(JsonNode ice) {
        var result = new LinkedHashMap<String, Object>();
        Json.text(ice, "state").ifPresent(state -> result.put("state", state));
        Json.text(ice, "selected-pair")
                .map(PAIR::matcher)
                .filter(m -> m.matches())
                .ifPresent(pair -> {
                    result.put("local", pair.group(1));
                    result.put("remote", pair.group(2));
                });
        return result;
    }
}
