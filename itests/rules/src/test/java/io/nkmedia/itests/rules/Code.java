package io.nkmedia.itests.rules;

import java.util.regex.Pattern;

/** Java source without its comments and texts. */
record Code(String text) {
    private static final Pattern PROSE = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    static Code of(Repository.Text source) {
        return new Code(PROSE.matcher(source.content()).replaceAll(" "));
    }

    boolean hasWord(String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b")
                .matcher(text)
                .find();
    }

    boolean has(Pattern pattern) {
        return pattern.matcher(text).find();
    }
}
