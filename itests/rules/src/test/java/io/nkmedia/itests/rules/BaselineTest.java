package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plugins that were built against the first release go on with this one: its signatures are kept, and never changed. */
class BaselineTest {
    private static final String FOLDER = "itests/rules/src/test/released/";
    private static final String RELEASE = "-1.0.txt";

    private static final String BEFORE = """
            package a 1.0.0

            @ConsumerType public abstract interface Hook
                public abstract void ask(String)

            public final class Tool
                public int use()
            """;

    @TestFactory
    Stream<DynamicTest> exportedPackages_keepWhatTheFirstReleaseHad() {
        return Repository.texts(text -> text.path().startsWith(FOLDER)).stream()
                .map(released -> DynamicTest.dynamicTest(
                        released.name(),
                        () -> assertThat(Exports.read(released.content())
                                        .brokenBy(Exports.read(Signatures.of(bundle(released.name())))))
                                .isEmpty()));
    }

    private static Bundle bundle(String file) {
        var name = file.substring(0, file.length() - RELEASE.length());
        return Bundles.shipped()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothingChanged_breaksNothing() {
        assertThat(Exports.read(BEFORE).brokenBy(Exports.read(BEFORE))).isEmpty();
    }

    @Test
    void somethingMore_needsTheNextMinorVersion() {
        var more = BEFORE + "    public int useMore()\n";
        assertThat(broken(more)).containsExactly("a: has more than 1.0.0 and needs the next minor version");
        assertThat(broken(more.replace("1.0.0", "1.1.0"))).isEmpty();
    }

    @Test
    void somethingLess_orMoreThatPluginsWouldHaveToImplement_needsTheNextMajorVersion() {
        var less = BEFORE.replace("    public int use()\n", "");
        assertThat(broken(less)).containsExactly("a: gone is public final class Tool: public int use()");
        assertThat(broken(less.replace("1.0.0", "2.0.0"))).isEmpty();
        var more = BEFORE.replace("ask(String)\n", "ask(String)\n    public abstract void askMore()\n")
                .replace("1.0.0", "1.1.0");
        assertThat(broken(more)).hasSize(1).first().asString().contains("plugins have no", "askMore");
        assertThat(broken(BEFORE.replace("ask(String)\n", "ask(String)\n    public default void askMore()\n")
                        .replace("1.0.0", "1.1.0")))
                .isEmpty();
        assertThat(broken("package b 1.0.0\n")).containsExactly("a is gone");
    }

    private static Stream<String> broken(String later) {
        return Exports.read(BEFORE).brokenBy(Exports.read(later)).stream();
    }
}
