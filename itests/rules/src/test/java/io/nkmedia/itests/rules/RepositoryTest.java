package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What belongs into the repository and what doesn't. */
class RepositoryTest {
    /** Split, so that this file doesn't name them. */
    private static final List<String> HOSTS =
            List.of("repo.maven" + ".apache.org", "registry" + ".npmjs.org", "deb" + ".debian.org", "pypi" + ".org");

    private static final Pattern MACHINE = Pattern.compile("(?<![\\w.$}/-])/wo" + "rk/(?!\\.\\.)");

    @Test
    void file_namesNoRegistry() {
        assertThat(Repository.texts(text -> HOSTS.stream().anyMatch(text.content()::contains)))
                .as("Where packages come from is the builder's choice (a mirror, no network): leave the host out")
                .extracting(Repository.Text::path)
                .isEmpty();
    }

    @Test
    void file_namesNoPathOfTheMachineItWasWrittenOn() {
        assertThat(Repository.texts(text -> MACHINE.matcher(text.content()).find()))
                .as("On others' machines there is no such path: say it relative to the repository")
                .extracting(Repository.Text::path)
                .isEmpty();
    }

    @Test
    void licence_isApache() {
        assertThat(Repository.texts(text -> text.path().equals("LICENSE")))
                .singleElement()
                .satisfies(licence -> assertThat(licence.content())
                        .contains("Apache License")
                        .contains("Version 2.0, January 2004")
                        .contains("END OF TERMS AND CONDITIONS"));
        assertThat(Bundles.shipped())
                .as("each jar says its licence: Bundle-License in the root pom")
                .allSatisfy(
                        bundle -> assertThat(bundle.header("Bundle-License")).contains("Apache-2.0"));
    }

    @Test
    void bundle_isInOneFeature() {
        var features = Repository.texts(text -> text.path().equals("features/src/main/feature/features.xml"))
                .get(0)
                .content();
        assertThat(Bundles.all())
                .as("A bundle in no feature can't be installed; one that is in two goes when one of them is removed:"
                        + " name it once, and let the other feature depend on that one. What is for tests is in none")
                .allSatisfy(bundle -> assertThat(
                                features.split(Pattern.quote("mvn:io.nkmedia/io.nkmedia." + bundle.name() + "/"), -1)
                                                .length
                                        - 1)
                        .as(bundle.name())
                        .isEqualTo(bundle.isShipped() ? 1 : 0));
    }
}
