package com.example.tone;

/**
 * A note of the equal temperament, such as {@code a4} or {@code c#5}.
 *
 * @param hertz its frequency
 */
record Note(String name, double hertz) {
    /** What a note's name looks like. */
    static final String PATTERN = "[a-g]#?[0-8]";

    static final Note BY_DEFAULT = Note.of("a4");

    private static final String HALF_TONES = "c d ef g a b";

    /** @throws IllegalArgumentException if it isn't one */
    static Note of(String name) {
        if (!name.matches(PATTERN)) {
            throw new IllegalArgumentException("no note: " + name);
        }
        int halfTone = HALF_TONES.indexOf(name.charAt(0)) + (name.contains("#") ? 1 : 0);
        int octave = name.charAt(name.length() - 1) - '0';
        int fromA4 = (octave - 4) * 12 + halfTone - HALF_TONES.indexOf('a');
        return new Note(name, 440 * Math.pow(2, fromA4 / 12.0));
    }
}
