package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.nkmedia.api.ErrorCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The error codes of all bundles. */
class ErrorsTest {
    private record Range(int first, int last) {}

    /** By bundle; core's own are in api, where plugins see them. */
    private static final Map<String, List<Range>> RANGES = Map.ofEntries(
            Map.entry("api", List.of(new Range(100_000, 100_999), new Range(300_000, 300_999))),
            Map.entry("sip", List.of(new Range(200_000, 200_999), new Range(308_000, 308_999))),
            Map.entry("janus", List.of(new Range(301_000, 301_999), new Range(307_000, 307_999))),
            Map.entry("freeswitch", List.of(new Range(302_000, 302_999))),
            Map.entry("kurento", List.of(new Range(303_000, 303_999))),
            Map.entry("room", List.of(new Range(304_000, 304_199))),
            Map.entry("call", List.of(new Range(305_000, 305_999))),
            Map.entry("verto", List.of(new Range(306_000, 306_999))));

    private record Code(String bundle, ErrorCode code) {
        boolean isInRange() {
            return RANGES.getOrDefault(bundle, List.of()).stream()
                    .anyMatch(range -> range.first() <= code.code() && code.code() <= range.last());
        }

        String row() {
            return "| " + code.code() + " | `" + code.label() + "` | " + code.text() + " |\n";
        }
    }

    private static List<Code> codes() {
        return Bundles.shipped()
                .flatMap(bundle -> bundle.classes().stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(ErrorCode.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream((ErrorCode[]) type.getEnumConstants()))
                        .map(code -> new Code(bundle.name(), code)))
                .sorted(Comparator.comparingInt(code -> code.code().code()))
                .toList();
    }

    @Test
    void code_isUniqueByNumberAndByName() {
        assertThat(codes()).extracting(code -> code.code().code()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(codes())
                .as("Clients tell errors by name: take another one, or use the code that is there")
                .extracting(code -> code.code().label())
                .doesNotHaveDuplicates();
    }

    @Test
    void code_isInItsBundlesRange() {
        assertThat(codes())
                .as("Each bundle numbers its errors in its own range, listed in this test")
                .allMatch(Code::isInRange);
    }

    @Test
    void nameAndText_areFitForClients() {
        assertThat(codes()).allSatisfy(each -> {
            assertThat(each.code().label()).as("snake_case").matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
            assertThat(each.code().text()).as("a sentence").matches("[A-Z].*[^.\\s]");
            assertThat(each.code().label())
                    .as("the constant's own name")
                    .isEqualTo(((Enum<?>) each.code()).name().toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void reference_listsAllErrors() {
        var text = "# Error codes\n\nGenerated from the code. A code never changes its meaning. `name` is the same in"
                + " replies, events, logs and metrics.\n\n"
                + codes().stream()
                        .collect(Collectors.groupingBy(Code::bundle, LinkedHashMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(bundle -> section(bundle.getKey(), bundle.getValue().stream()))
                        .collect(Collectors.joining("\n"));
        new Kept("docs/api/errors.md", "docs.update").check(text);
    }

    private static String section(String bundle, Stream<Code> codes) {
        return "## " + (bundle.equals("api") ? "core" : bundle) + "\n| code | name | text |\n|---|---|---|\n"
                + codes.map(Code::row).collect(Collectors.joining());
    }
}
