package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which promises are kept by which tests: those that cite a promise's number. */
class AcceptanceTest {
    private static final int FIRST = 1;
    private static final int LAST = 63;
    private static final int LAST_OF_ALL = 145;

    private static Map<Integer, String> titles() {
        var file = Repository.texts(text -> text.path().equals("itests/rules/src/test/acceptance.txt"));
        assertThat(file).hasSize(1);
        var titles = new TreeMap<Integer, String>();
        file.get(0).content().lines().forEach(line -> {
            int space = line.indexOf(' ');
            titles.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
        });
        return titles;
    }

    @Test
    void titles_areThereForEachNumber() {
        assertThat(titles().keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(FIRST, LAST).boxed().toList());
    }

    @Test
    void citedNumber_isAPromise() {
        assertThat(Citations.all().keySet())
                .as("there are promises A-1 to A-%d: see docs/acceptance.md", LAST_OF_ALL)
                .allMatch(number -> number >= FIRST && number <= LAST_OF_ALL);
    }

    @Test
    void page_saysWhichTestsKeepWhichPromise() {
        var cited = Citations.all();
        var titles = titles();
        var rows = titles.entrySet().stream()
                .filter(each -> cited.containsKey(each.getKey()))
                .map(each -> "| A-" + each.getKey() + " | " + each.getValue() + " | " + tests(cited.get(each.getKey()))
                        + " |\n")
                .collect(Collectors.joining());
        var open = titles.entrySet().stream()
                .filter(each -> !cited.containsKey(each.getKey()))
                .map(each -> "- A-" + each.getKey() + " " + each.getValue() + "\n")
                .collect(Collectors.joining());
        new Kept("docs/acceptance.md", "docs.update")
                .check("# What is promised, and which tests see it kept\n\n"
                        + "Generated from tests that cite a promise's number (platform, protocol, sessions: A-1 to A-"
                        + LAST + "), in a comment or by their transcript. A number here means that a test looks at it,"
                        + " not that nothing is left to do.\n\n| | promise | tests |\n|---|---|---|\n" + rows
                        + "\n## Not cited yet\n" + open);
    }

    private static String tests(Collection<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** Numbers in tests' sources and transcripts, with the test that stands there. */
    private static final class Citations {
        private static final Pattern CITED = Pattern.compile("\\bA-(\\d+)(?: to A-(\\d+))?");
        private static final Pattern METHOD = Pattern.compile("\\b(?:void|abstract \\w+)\\s+(\\w+)\\(");
        private static final Pattern TYPE =
                Pattern.compile("^(?:public |abstract |final )*(?:class|interface)\\s+(\\w+)");

        private static Map<Integer, Set<String>> all() {
            var found = new TreeMap<Integer, Set<String>>();
            Repository.texts(Citations::isTest).forEach(text -> {
                var lines = text.content().lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (isComment(lines.get(i))) {
                        cite(lines.get(i), name(text, lines.subList(i, lines.size())), found);
                    }
                }
            });
            return found;
        }

        private static boolean isTest(Repository.Text text) {
            return (text.is("java")
                                    && (text.path().contains("/src/test/")
                                            || text.path().startsWith("bundles/testing/")))
                            && !text.name().equals("AcceptanceTest.java")
                    || text.path().contains("/src/test/transcripts/");
        }

        private static boolean isComment(String line) {
            return line.contains("//") || line.contains("*") || line.startsWith("#");
        }

        private static void cite(String line, String test, Map<Integer, Set<String>> found) {
            var number = CITED.matcher(line);
            while (number.find()) {
                int from = Integer.parseInt(number.group(1));
                int to = number.group(2) == null ? from : Integer.parseInt(number.group(2));
                for (int i = from; i <= to; i++) {
                    found.computeIfAbsent(i, any -> new TreeSet<>()).add(test);
                }
            }
        }

        /** The method or class that follows, or the transcript. */
        private static String name(Repository.Text text, Iterable<String> after) {
            var file = text.name().substring(0, text.name().lastIndexOf('.'));
            if (!text.is("java")) {
                return "transcript " + file;
            }
            for (var line : after) {
                var type = TYPE.matcher(line);
                var method = METHOD.matcher(line);
                if (type.find()) {
                    return file;
                } else if (method.find()) {
                    return file + "." + method.group(1);
                }
            }
            return file;
        }
    }
}
