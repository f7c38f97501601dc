package io.nkmedia.bench;

/** Cheap looks into frames whose writer is known: a parser in the client would cost more than what is measured. */
final class Text {
    private Text() {}

    /** The whole number behind the last {@code key}, or -1. */
    static long number(String frame, String key) {
        int at = frame.lastIndexOf(key);
        if (at < 0) {
            return -1;
        }
        int begin = at + key.length();
        int end = begin;
        while (end < frame.length() && Character.isDigit(frame.charAt(end))) {
            end++;
        }
        return end == begin ? -1 : Long.parseLong(frame, begin, end, 10);
    }

    /** What stands between the first {@code key} and the next quote. */
    static String quoted(String frame, String key) {
        int at = frame.indexOf(key);
        if (at < 0) {
            throw new IllegalStateException("no " + key + " in " + frame);
        }
        int begin = at + key.length();
        return frame.substring(begin, frame.indexOf('"', begin));
    }
}
