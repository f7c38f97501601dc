package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How files look. */
class FilesTest {
    private static final int LONGEST = 400;
    private static final int MEDIAN = 80;
    private static final Set<String> CODE = Set.of("java", "js", "css", "sh");
    private static final Pattern NAME = Pattern.compile(".*(Impl|DTO|Dto|Manager|Utils?)\\.java");
    private static final Pattern TEST =
            Pattern.compile("@(Test|ParameterizedTest|TestFactory|RepeatedTest|Property)\\b");
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    @Test
    void file_isNotLong() {
        assertThat(Repository.texts(text -> CODE.stream().anyMatch(text::is) && text.lines() > LONGEST))
                .as(
                        "Above %d lines nobody reads a file: find the second thing in it that has a name, and give it a"
                                + " file",
                        LONGEST)
                .extracting(text -> text.path() + ": " + text.lines())
                .isEmpty();
    }

    @Test
    void halfOfTheFiles_areSmall() {
        var lines = Repository.java("/src/main/java/").stream()
                .map(Repository.Text::lines)
                .sorted()
                .toList();
        assertThat(lines.get(lines.size() / 2))
                .as(
                        "median of %d files (a tenth is above %d, the longest has %d): new files grow, so new things"
                                + " get files of their own",
                        lines.size(), lines.get(lines.size() * 9 / 10), lines.get(lines.size() - 1))
                .isLessThan(MEDIAN);
    }

    @Test
    void name_saysWhatTheThingIs() {
        assertThat(Repository.java("").stream()
                        .filter(source -> NAME.matcher(source.name()).matches()))
                .as("Impl, DTO, Manager and Util say nothing: name the thing by what it is or does here")
                .extracting(Repository.Text::path)
                .isEmpty();
    }

    @Test
    void classWithTests_isFoundBySurefire() {
        assertThat(tests()).isNotEmpty();
        assertThat(tests().stream().filter(source -> !source.name().endsWith("Test.java")))
                .as("Surefire runs only classes whose names end in Test: these tests never run")
                .extracting(Repository.Text::path)
                .isEmpty();
    }

    /** Abstract ones are contracts: who extends them is run. */
    private static List<Repository.Text> tests() {
        return Repository.java("").stream()
                .filter(source -> Code.of(source).has(TEST))
                .filter(source -> !Code.of(source).hasWord("abstract class"))
                .toList();
    }

    @Test
    void test_neitherSleepsNorIsOff() {
        var wrong = new ArrayList<String>();
        for (var source : Repository.java("/src/test/java/")) {
            var code = Code.of(source);
            if (code.has(Pattern.compile("\\bThread\\s*\\.\\s*sleep\\b|\\bSECONDS\\s*\\.\\s*sleep\\b"))) {
                wrong.add(source.path() + " sleeps");
            }
            if (code.has(Pattern.compile("@Dis" + "abled\\b|@Ign" + "ore\\b"))) {
                wrong.add(source.path() + " is switched off");
            }
        }
        assertThat(wrong)
                .as("A sleep is too short on one machine and too long on all others: use Eventually, which says what is"
                        + " missing, or ManualTime. A test that is off guards nothing: mend it or delete it")
                .isEmpty();
    }

    @Test
    void file_leavesNothingForLater() {
        assertThat(Repository.texts(text -> LATER.matcher(text.content()).find()))
                .as("What is missing is an issue, not a comment: do it, or say what doesn't work where its users look")
                .extracting(Repository.Text::path)
                .isEmpty();
    }
}
