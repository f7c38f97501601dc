package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the user guide shows is what the server says. */
class GuideTest {
    private static final String GUIDE = "docs/guide.md";
    private static final String LEFT_OUT = "…";
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    private static String guide() {
        return Repository.texts(text -> text.path().equals(GUIDE)).get(0).content();
    }

    private static List<String> messages() {
        return guide().lines()
                .filter(line -> line.startsWith("→ {") || line.startsWith("← {"))
                .toList();
    }

    private static String marker(String message) {
        return message.startsWith("→") ? ">" : "<";
    }

    private static Pattern pattern(String message) {
        return Pattern.compile(Arrays.stream(message.substring(2).split(LEFT_OUT, -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+")));
    }

    @Test
    void eachMessage_isInATranscript() {
        var spoken = Repository.texts(text -> text.path().startsWith("bundles/core/src/test/transcripts/")).stream()
                .flatMap(text -> text.content().lines())
                .filter(line -> line.startsWith(">") || line.startsWith("<"))
                .toList();
        var strange = new TreeSet<String>();
        for (var message : messages()) {
            var wanted = pattern(message);
            if (spoken.stream()
                    .filter(line -> line.startsWith(marker(message)))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .noneMatch(line -> wanted.matcher(line).matches())) {
                strange.add(message);
            }
        }
        assertThat(messages()).hasSizeGreaterThan(10);
        assertThat(strange)
                .as("messages of " + GUIDE + " that no transcript has")
                .isEmpty();
    }

    @Test
    void eachLink_leadsSomewhere() {
        var docs = Repository.texts(
                text -> text.path().startsWith("docs/") || text.path().equals("README.md"));
        var dead = new TreeSet<String>();
        for (var text : docs) {
            var folder = Repository.root().resolve(text.path()).getParent();
            var link = LINK.matcher(text.content());
            while (link.find()) {
                if (!Files.exists(folder.resolve(link.group(1)))) {
                    dead.add(text.path() + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }
}
