package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a bundle gives to others changes only on purpose. */
class SignaturesTest {
    private static final String FOLDER = "itests/rules/src/test/signatures/";

    @TestFactory
    Stream<DynamicTest> exportedPackages_areAsTheyWere() {
        return exporting()
                .map(bundle -> DynamicTest.dynamicTest(
                        bundle.name(),
                        () -> new Kept(FOLDER + bundle.name() + ".txt", "signatures.update")
                                .check(Signatures.of(bundle))));
    }

    @Test
    void signatures_areKeptOfExportingBundlesOnly() {
        assertThat(Repository.texts(text -> text.path().startsWith(FOLDER)))
                .as("Files of bundles that export nothing (any longer): delete them")
                .extracting(Repository.Text::name)
                .containsExactlyInAnyOrderElementsOf(
                        exporting().map(bundle -> bundle.name() + ".txt").toList());
    }

    private static Stream<Bundle> exporting() {
        return Bundles.shipped().filter(bundle -> !bundle.exports().isEmpty());
    }
}
