package io.nkmedia.core.internal.media;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.media.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An SDP as its lines (RFC 8866), so that what is passed on stays untouched: only what must be known is read, and the
 * one thing ever written is candidates (RFC 8839).
 */
public final class Sdp {
    private static final int MAX_MEDIA = 256;
    private static final int MAX_LINES = 10_000;

    private final List<String> session = new ArrayList<>();
    private final List<Section> media = new ArrayList<>();

    private record Section(List<String> lines) {
        String kind() {
            return lines.get(0).substring(2).split(" ", 2)[0];
        }

        boolean rejected() {
            var fields = lines.get(0).split(" ", 3);
            return fields[1].equals("0") && !lines.contains("a=bundle-only");
        }

        Optional<String> attribute(String name) {
            return Sdp.attribute(lines, name);
        }
    }

    private Sdp() {}

    /**
     * Reads an SDP.
     *
     * @param field what the error calls it, such as {@code offer.sdp}
     * @throws ApiException {@code missing_sdp} or {@code invalid_sdp}
     */
    public static Sdp parse(String text, String field) {
        if (text.isBlank()) {
            throw CoreError.MISSING_SDP.field(field);
        }
        var sdp = new Sdp();
        int number = 0;
        for (int begin = 0, end; begin < text.length(); begin = end + 1) {
            end = end(text, begin);
            var line = line(text, begin, end);
            if (++number > MAX_LINES) {
                throw invalid(field, "has more than " + MAX_LINES + " lines");
            }
            if (line.isEmpty()) {
                continue;
            }
            if (line.length() < 2 || line.charAt(1) != '=' || !Character.isLowerCase(line.charAt(0))) {
                throw invalid(field, "line " + number + " is not type=value");
            }
            sdp.add(line, field, number);
        }
        if (sdp.session.isEmpty() || !sdp.session.get(0).equals("v=0")) {
            throw invalid(field, "does not begin with v=0");
        }
        if (sdp.media.isEmpty()) {
            throw invalid(field, "has no m= line");
        }
        return sdp;
    }

    /** Where a line's LF is, or would be at the end. */
    private static int end(String text, int begin) {
        int end = text.indexOf('\n', begin);
        return end < 0 ? text.length() : end;
    }

    /** A line without what ends it. */
    private static String line(String text, int begin, int end) {
        return text.substring(begin, end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private void add(String line, String field, int number) {
        if (line.startsWith("m=")) {
            if (line.split(" ", 4).length < 4 || media.size() >= MAX_MEDIA) {
                throw invalid(field, "line " + number + " is no usable m= line");
            }
            media.add(new Section(new ArrayList<>(List.of(line))));
        } else if (media.isEmpty()) {
            session.add(line);
        } else {
            media.get(media.size() - 1).lines().add(line);
        }
    }

    /** What a WebRTC endpoint's SDP must have: ICE credentials and a fingerprint for each m-line in use. */
    public Sdp checkWebrtc(String field) {
        // Once for all m-lines: both may be many.
        var needed = Stream.of("ice-ufrag", "ice-pwd", "fingerprint")
                .filter(name -> attribute(session, name).isEmpty())
                .toList();
        int index = 0;
        for (var section : media) {
            for (var name : needed) {
                if (!section.rejected() && section.attribute(name).isEmpty()) {
                    throw invalid(field, "m-line " + index + " has no a=" + name);
                }
            }
            index++;
        }
        return this;
    }

    /** An answer has the offer's m-lines, in the offer's order (RFC 3264 §6). */
    public Sdp checkAnswers(Sdp offer, String field) {
        if (media.size() != offer.media.size()) {
            throw invalid(field, "has " + media.size() + " m-lines, the offer has " + offer.media.size());
        }
        for (int i = 0; i < media.size(); i++) {
            if (!media.get(i).kind().equals(offer.media.get(i).kind())) {
                throw invalid(
                        field, "m-line " + i + " is not " + offer.media.get(i).kind() + " as in the offer");
            }
        }
        return this;
    }

    /** Whether its maker says that it can trickle (RFC 8840 §4.1). */
    public boolean offersTrickle() {
        return attribute(session, "ice-options").filter(Sdp::trickle).isPresent()
                || media.stream()
                        .anyMatch(m ->
                                m.attribute("ice-options").filter(Sdp::trickle).isPresent());
    }

    private static boolean trickle(String options) {
        return List.of(options.split(" ", -1)).contains("trickle");
    }

    public boolean hasCandidates() {
        return media.stream().anyMatch(m -> m.attribute("candidate").isPresent());
    }

    /**
     * The SDP with candidates in their m-lines, duplicates left out, and {@code a=end-of-candidates}. A candidate is
     * placed by its mid, else by its index; one that fits nowhere is dropped.
     */
    public String complete(List<Candidate> candidates) {
        var added = new ArrayList<LinkedHashSet<String>>();
        media.forEach(m -> added.add(new LinkedHashSet<>()));
        for (var candidate : candidates) {
            place(candidate).ifPresent(index -> added.get(index).add("a=" + candidate.candidate()));
        }
        var text = new StringBuilder();
        session.forEach(line -> text.append(line).append("\r\n"));
        for (int i = 0; i < media.size(); i++) {
            var lines = media.get(i).lines();
            lines.stream()
                    .filter(l -> !l.equals("a=end-of-candidates"))
                    .forEach(l -> text.append(l).append("\r\n"));
            added.get(i).stream()
                    .filter(l -> !lines.contains(l))
                    .forEach(l -> text.append(l).append("\r\n"));
            text.append("a=end-of-candidates\r\n");
        }
        return text.toString();
    }

    /** Which candidates belong to it. */
    Addressees addressees() {
        var mids = new HashSet<String>();
        var ufrags = new HashSet<String>();
        attribute(session, "ice-ufrag").ifPresent(ufrags::add);
        media.forEach(m -> {
            m.attribute("mid").ifPresent(mids::add);
            m.attribute("ice-ufrag").ifPresent(ufrags::add);
        });
        return new Addressees(Set.copyOf(mids), media.size(), Set.copyOf(ufrags));
    }

    /** Whether each of its transports has candidates of all these types, with those that came one by one. */
    boolean has(Set<String> types, List<Candidate> trickled) {
        var found = new HashMap<Integer, Set<String>>();
        for (int i = 0; i < media.size(); i++) {
            var ofLine = found.computeIfAbsent(i, index -> new HashSet<>());
            media.get(i).lines().stream()
                    .filter(line -> line.startsWith("a=candidate:"))
                    .forEach(line -> ofLine.add(CandidateLine.type(line)));
        }
        for (var candidate : trickled) {
            place(candidate)
                    .ifPresent(index ->
                            found.getOrDefault(index, new HashSet<>()).add(CandidateLine.type(candidate.candidate())));
        }
        return transports().stream()
                .allMatch(index -> found.getOrDefault(index, Set.of()).containsAll(types));
    }

    /** The m-lines in use that have candidates of their own: of a bundle only the first has. */
    private List<Integer> transports() {
        var bundled = attribute(session, "group")
                .filter(group -> group.startsWith("BUNDLE "))
                .map(group -> List.of(group.substring("BUNDLE ".length()).split(" ", -1)))
                .orElse(List.of());
        var transports = new ArrayList<Integer>();
        for (int i = 0; i < media.size(); i++) {
            int place = media.get(i).attribute("mid").map(bundled::indexOf).orElse(-1);
            if (!media.get(i).rejected() && place <= 0) {
                transports.add(i);
            }
        }
        return transports;
    }

    /** The text without candidates whose address is a name of the local link. */
    public String withoutLocalNames() {
        return Stream.concat(session.stream(), media.stream().flatMap(m -> m.lines().stream()))
                .filter(line -> !line.startsWith("a=candidate:") || !CandidateLine.isLocalName(line))
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
    }

    /** Whether it has a candidate whose address isn't a name of the local link. */
    public boolean hasPublicCandidates() {
        return media.stream()
                .flatMap(m -> m.lines().stream())
                .anyMatch(line -> line.startsWith("a=candidate:") && !CandidateLine.isLocalName(line));
    }

    private Optional<Integer> place(Candidate candidate) {
        if (candidate.sdpMid().isPresent()) {
            for (int i = 0; i < media.size(); i++) {
                if (media.get(i).attribute("mid").equals(candidate.sdpMid())) {
                    return Optional.of(i);
                }
            }
        }
        return candidate.sdpMLineIndex().filter(index -> index < media.size());
    }

    private static Optional<String> attribute(List<String> lines, String name) {
        var prefix = "a=" + name + ":";
        for (var line : lines) {
            if (line.startsWith(prefix)) {
                return Optional.of(line.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }

    private static ApiException invalid(String field, String why) {
        return CoreError.INVALID_SDP.field(field, why);
    }
}
