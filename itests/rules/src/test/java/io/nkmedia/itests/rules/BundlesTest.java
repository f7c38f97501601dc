package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class BundlesTest {
    /** Who may import from whom. A row names rows above it only, so there can't be a cycle. */
    private static final Map<String, Set<String>> MAY_IMPORT = table();

    private static Map<String, Set<String>> table() {
        var table = new LinkedHashMap<String, Set<String>>();
        table.put("base", Set.of());
        table.put("gateway", Set.of());
        table.put("console", Set.of());
        table.put("upgrade", Set.of());
        table.put("api", Set.of("base"));
        table.put("core", Set.of("api", "base", "gateway"));
        table.put("runtime", Set.of("api", "base"));
        for (var plugin : List.of("janus", "freeswitch", "kurento", "sip", "verto")) {
            table.put(plugin, Set.of("api", "base", "gateway"));
        }
        for (var application : List.of("room", "call")) {
            table.put(application, Set.of("api", "base"));
        }
        table.put("testing", Set.of("api", "base", "gateway"));
        return table;
    }

    @Test
    void tableOfImports_namesOnlyRowsAbove() {
        var above = new TreeSet<String>();
        MAY_IMPORT.forEach((name, imports) -> {
            assertThat(above).as("rows above " + name).containsAll(imports);
            above.add(name);
        });
    }

    @Test
    void manifest_importsOnlyFromThoseBundlesThatItMay() {
        var owners = new LinkedHashMap<String, String>();
        Bundles.all().forEach(bundle -> bundle.exports().keySet().forEach(p -> owners.put(p, bundle.name())));
        var wrong = new ArrayList<String>();
        for (var bundle : Bundles.all()) {
            var allowed = MAY_IMPORT.get(bundle.name());
            assertThat(allowed)
                    .as("bundle %s is new: decide from which bundles it may import, in this test", bundle.name())
                    .isNotNull();
            bundle.imports().keySet().stream()
                    .filter(p -> p.startsWith("io.nkmedia."))
                    .filter(p -> !bundle.name().equals(owners.get(p)) && !allowed.contains(owners.getOrDefault(p, "")))
                    .forEach(p -> wrong.add(bundle.name() + " imports " + p));
        }
        assertThat(wrong)
                .as("A bundle knows contracts only: put what both need into api as a record or an SPI and find"
                        + " each other by service; only sockets' users import gateway, and gateway, console and"
                        + " upgrade import none of ours")
                .isEmpty();
    }

    @Test
    void internalPackage_isUsedByItsOwnBundleOnly() {
        var wrong = new TreeSet<String>();
        for (var bundle : Bundles.all()) {
            bundle.classes().stream()
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .filter(use -> isForeignInternal(bundle, use))
                    .forEach(use -> wrong.add(use.getDescription()));
        }
        assertThat(wrong)
                .as("What is internal may change without notice: use the exported package of that bundle, or api")
                .isEmpty();
    }

    private static boolean isForeignInternal(Bundle bundle, Dependency use) {
        var target = use.getTargetClass().getPackageName();
        return target.matches("io\\.nkmedia\\..+\\.internal(\\..+)?")
                && !target.startsWith("io.nkmedia." + bundle.name() + ".");
    }

    @Test
    void bundle_exportsOnlyItsOwnPackagesAndNoInternalOne() {
        var wrong = new ArrayList<String>();
        for (var bundle : Bundles.all()) {
            bundle.exports().keySet().stream()
                    .filter(p -> !(p + ".").startsWith("io.nkmedia." + bundle.name() + ".") || p.contains(".internal"))
                    .forEach(p -> wrong.add(bundle.name() + " exports " + p));
        }
        assertThat(wrong)
                .as("io.nkmedia.<bundle> is for others, io.nkmedia.<bundle>.internal for nobody: leave @Version away"
                        + " from what isn't for others")
                .isEmpty();
    }

    @Test
    void bundle_hasNoDynamicImport() {
        assertThat(Bundles.shipped()
                        .filter(bundle -> bundle.header("DynamicImport-Package").isPresent()))
                .as("A dynamic import wires a bundle to whatever comes along and refreshes it with that: import the"
                        + " package, or look the service up by its contract")
                .extracting(Bundle::name)
                .isEmpty();
    }

    @Test
    void gateway_hasNoOptionalImport() {
        var gateway = Bundles.all().stream()
                .filter(bundle -> bundle.name().equals("gateway"))
                .findFirst()
                .orElseThrow();
        assertThat(gateway.imports())
                .as("An optional import is wired at some later refresh, and that closes all sockets: embed it or leave"
                        + " it out in gateway's bnd.bnd")
                .isNotEmpty()
                .allSatisfy((p, attributes) -> assertThat(attributes).doesNotContain("optional"));
    }

    @Test
    void api_needsNothingButJavaAndBase() {
        var api = Bundles.all().stream()
                .filter(bundle -> bundle.name().equals("api"))
                .findFirst()
                .orElseThrow();
        assertThat(api.imports().keySet())
                .as("Each import of api's is one more bundle whose upgrade refreshes everything: keep libraries out of"
                        + " contracts, JSON is text or plain maps there, and who logs isn't a contract")
                .isNotEmpty()
                .allMatch(p -> p.matches("(java|io\\.nkmedia\\.(base|api))\\..+|io\\.nkmedia\\.(base|api)"));
        var wrong = new TreeSet<String>();
        api.classes().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> !use.getTargetClass()
                        .getBaseComponentType()
                        .getPackageName()
                        .matches("(java|io\\.nkmedia\\.base|io\\.nkmedia\\.api|org\\.jspecify|org\\.osgi\\.annotation)"
                                + "(\\..+)?|"))
                .forEach(use -> wrong.add(use.getDescription()));
        assertThat(wrong).as("api uses nothing but java and base").isEmpty();
    }
}
