package io.nkmedia.itests.rules;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Packages of one bundle. */
class PackagesTest {
    private static final class ByPackage implements SliceAssignment {
        private final String root;

        ByPackage(String root) {
            this.root = root;
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return (type.getPackageName() + ".").startsWith(root + ".")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + root;
        }
    }

    @TestFactory
    Stream<DynamicTest> packagesOfABundle_haveNoCycle() {
        return Bundles.all().stream()
                .map(bundle -> DynamicTest.dynamicTest(
                        bundle.name(),
                        () -> slices().assignedFrom(new ByPackage("io.nkmedia." + bundle.name()))
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .because(
                                        "packages that need each other are one package: move what both need to a third one, or let"
                                                + " the lower one declare an interface that the upper one implements")
                                .check(bundle.classes())));
    }

    @Test
    void package_declaresThatNothingIsNull() {
        var packages = new TreeSet<String>();
        var declared = new TreeSet<String>();
        for (var source : Repository.java("/src/main/java/")) {
            var folder = source.path().substring(0, source.path().lastIndexOf('/'));
            // An example is built by plain Maven, without what looks for nulls.
            if (!folder.startsWith("examples/")) {
                packages.add(folder);
            }
            if (source.name().equals("package-info.java") && source.content().contains("@NullMarked")) {
                declared.add(folder);
            }
        }
        packages.removeAll(declared);
        assertThat(declared).as("packages with @NullMarked").isNotEmpty();
        assertThat(packages)
                .as("Without @NullMarked the compiler doesn't look for nulls there: give the package a"
                        + " package-info.java with @NullMarked and a sentence that says what it is for")
                .isEmpty();
    }
}
