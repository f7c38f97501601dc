package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.json.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is what the server says, takes and compiles against. */
class GuideTest {
    private static final String LEFT_OUT = "…";
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    /** On a line of its own, or within a sentence. */
    private static final Pattern MESSAGE = Pattern.compile("(?m)(?:^|`)([→←] \\{.*?)(?:`|$)");

    private static List<Repository.Text> docs() {
        return Repository.texts(
                text -> text.path().endsWith(".md") && !text.path().startsWith("docs/api/"));
    }

    private static Collection<String> found(String in, Pattern pattern) {
        return pattern.matcher(in).results().map(result -> result.group(1)).toList();
    }

    /** The blocks of this language, each with the name of its file before it. */
    private static List<String[]> blocks(String language) {
        return docs().stream()
                .flatMap(text -> BLOCK.matcher(text.content())
                        .results()
                        .filter(block -> block.group(1).equals(language))
                        .map((MatchResult block) -> new String[] {text.path(), block.group(2)}))
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
        var messages = docs().stream()
                .flatMap(text -> found(text.content(), MESSAGE).stream())
                .toList();
        var strange = new TreeSet<String>();
        for (var message : messages) {
            var wanted = pattern(message);
            if (spoken.stream()
                    .filter(line -> line.startsWith(marker(message)))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .noneMatch(line -> wanted.matcher(line).matches())) {
                strange.add(message);
            }
        }
        assertThat(messages).hasSizeGreaterThan(20);
        assertThat(strange).as("messages that no transcript has").isEmpty();
    }

    @Test
    void eachPieceOfADocument_isTakenByTheServer() {
        var documents = new Documents(new Json());
        var blocks = blocks("json");
        assertThat(blocks).isNotEmpty();
        for (var block : blocks) {
            assertThat(documents
                            .parse("{\"name\": \"demo\", " + block[1] + "}")
                            .document()
                            .name())
                    .as(block[0])
                    .isEqualTo("demo");
        }
    }

    @Test
    void eachPieceOfJava_isCompiledSomewhere() {
        var code = Repository.texts(text -> text.path().endsWith(".java")).stream()
                .map(text -> plain(text.content()))
                .toList();
        var strange = new ArrayList<String>();
        for (var block : blocks("java")) {
            // A piece may leave something out between two parts.
            var parts = Stream.of(block[1].split("\n\n")).map(GuideTest::plain).toList();
            if (code.stream().noneMatch(text -> parts.stream().allMatch(text::contains))) {
                strange.add(block[0] + ": " + block[1]);
            }
        }
        assertThat(strange).as("pieces of code that no file has").isEmpty();
    }

    /** Without line ends and indentation. */
    private static String plain(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining(" ")).strip();
    }

    @Test
    void eachLink_leadsSomewhere() {
        var dead = new TreeSet<String>();
        for (var text : docs()) {
            var folder = Repository.root().resolve(text.path()).getParent();
            found(text.content(), LINK).stream()
                    .filter(link -> !Files.exists(folder.resolve(link)))
                    .forEach(link -> dead.add(text.path() + ": " + link));
        }
        assertThat(dead).isEmpty();
    }
}
