package io.nkmedia.core.internal.media;

import io.nkmedia.api.media.Candidate;
import java.util.Locale;

/** What a candidate's line says (RFC 8839 §5.1): {@code candidate:foundation component transport priority address port typ TYPE …}. */
public final class CandidateLine {
    private static final int ADDRESS = 4;
    private static final int TYPE = 7;

    private CandidateLine() {}

    /** {@code host}, {@code srflx}, {@code prflx} or {@code relay}; empty if the line doesn't say. */
    static String type(String line) {
        return field(line, TYPE);
    }

    /** Whether its address is a name that only the local link knows (mDNS). */
    public static boolean isLocalName(Candidate candidate) {
        return isLocalName(candidate.candidate());
    }

    static boolean isLocalName(String line) {
        return field(line, ADDRESS).toLowerCase(Locale.ROOT).endsWith(".local");
    }

    private static String field(String line, int index) {
        var fields = line.split(" ", index + 2);
        return fields.length > index ? fields[index] : "";
    }
}
