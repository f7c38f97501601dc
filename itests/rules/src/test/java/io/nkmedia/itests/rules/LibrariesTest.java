package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Libraries that belong to few, or to nobody. */
class LibrariesTest {
    private static final String OWN_CACHE = "A mapper that shares its type cache keeps the classes of bundles that are"
            + " gone: build it with a type factory with a cache of its own (see core's Json)";

    @Test
    void httpClientOfTheJdk_isUsedByNobody() {
        assertThat(uses(target -> target.getPackageName().startsWith("java.net.http")))
                .as("Java 17's HTTP client can't be closed and keeps its threads and class loader: ask gateway for a"
                        + " connection")
                .isEmpty();
    }

    @Test
    void mapper_isUsedOnlyByPackagesThatOwnJson() {
        var owners = "io\\.nkmedia\\.[a-z]+\\.internal\\.(json|wire)(\\..+)?";
        assertThat(Bundles.shippedClasses().stream()
                        .filter(type -> !type.getPackageName().matches(owners))
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> use.getTargetClass()
                                        .isAssignableTo("com.fasterxml.jackson.databind.ObjectMapper")))
                        .map(JavaClass::getName))
                .as("Types inside, JSON at the edge: one class in internal.json or internal.wire owns the bundle's"
                        + " mapper, the rest asks it")
                .isEmpty();
    }

    @Test
    void standardOutput_isUsedByShellCommandsOnly() {
        var wrong = new TreeSet<String>();
        Bundles.shippedClasses().stream()
                .filter(type -> !type.getPackageName().endsWith(".internal.shell"))
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                .forEach(access -> wrong.add(access.getDescription()));
        assertThat(wrong).as(Forbidden.OUTPUT.advice()).isEmpty();
    }

    @Test
    void mapper_hasATypeCacheOfItsOwn() {
        var makers = makers(call -> call.to("com.fasterxml.jackson.databind.ObjectMapper", "<init>", "builder"));
        assertThat(makers).as("who makes a mapper").isNotEmpty();
        assertThat(makers(call -> call.to("com.fasterxml.jackson.databind.cfg.MapperBuilder", "typeFactory")))
                .as(OWN_CACHE)
                .containsAll(makers);
        assertThat(makers(call -> call.to("com.fasterxml.jackson.databind.type.TypeFactory", "withCache")))
                .as(OWN_CACHE)
                .containsAll(
                        makers(call -> call.to("com.fasterxml.jackson.databind.type.TypeFactory", "defaultInstance")));
    }

    private static TreeSet<String> makers(Predicate<Call> calls) {
        return Call.in(Bundles.shippedClasses())
                .filter(calls)
                .map(call -> call.access().getOrigin().getFullName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static TreeSet<String> uses(Predicate<JavaClass> targets) {
        return Bundles.shippedClasses().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> targets.test(use.getTargetClass()))
                .map(use -> use.getDescription())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
