package io.nkmedia.gateway.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** One file for browsers, in memory. */
public final class Page {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("svg", "image/svg+xml;charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("woff2", "font/woff2"));

    private final String type;
    private final String etag;
    private final byte[] content;

    /** @param has the entity tags that the browser has this page of, as in {@code If-None-Match} */
    public record Asked(String method, String path, String has) {
        /** Whether it is one for a file at all. */
        boolean reads() {
            return method.equals("GET") || method.equals("HEAD");
        }
    }

    /** The content belongs to all: only read it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, String> headers, byte[] content) {}

    Page(String name, byte[] content) {
        this.type = type(name);
        this.content = content.clone();
        this.etag = '"' + digest(content).substring(0, 32) + '"';
    }

    /** The media type of a file's content, by its name. */
    static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    static Answer moved(String to, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        all.put("location", to);
        return new Answer(301, all, new byte[0]);
    }

    Answer answer(String has, Map<String, String> headers) {
        return answer(etag, type, content, has, headers);
    }

    /** Of a file that is here as {@code etag}: 304 without content if the browser has that one. */
    static Answer answer(String etag, String type, byte[] content, String has, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        all.put("cache-control", "no-cache");
        all.put("etag", etag);
        if (has(has, etag)) {
            return new Answer(304, all, new byte[0]);
        }
        all.put("content-type", type);
        return new Answer(200, all, content);
    }

    /** Whether one of the entity tags that a browser has is this one. */
    private static boolean has(String tags, String etag) {
        return Arrays.stream(tags.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag));
    }

    /** For people who typed a wrong address. */
    static Answer missing(Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        all.put("content-type", "text/plain;charset=utf-8");
        return new Answer(404, all, "Not found\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
