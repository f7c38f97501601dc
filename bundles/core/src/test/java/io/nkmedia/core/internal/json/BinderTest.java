package io.nkmedia.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.command.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {
    private final Json json = new Json();
    private final Binder binder = new Binder(json);
    private final List<String> unknown = new ArrayList<>();

    /** A bit of everything. */
    record Everything(
            @Field(value = "Text", max = 5) Optional<String> shortText,
            @Field(value = "Text", pattern = "[a-z]+") Optional<String> lower,
            @Field(value = "Number", min = 1, max = 9) Optional<Integer> number,
            @Field("Number") Optional<Long> big,
            @Field(value = "Flag", byDefault = "true") boolean flag,

            @Field(value = "Color", byDefault = "\"dark_red\"")
            Color color,

            @Field(value = "List", min = 1, max = 2) Optional<List<Inner>> inner,
            @Field("Set") Optional<Set<String>> set,
            @Field(value = "Map", max = 20) Optional<Map<String, Object>> free,
            @Field("Map of records") Optional<Map<String, Inner>> named,
            @Field("Anything") Optional<Object> any) {}

    /** An enum. */
    enum Color {
        DARK_RED,
        BLUE
    }

    /** Nested. */
    record Inner(
            @Field("Number") int depth,

            @Field(value = "Rest", name = Field.REST, max = 20)
            Map<String, Object> rest) {}

    private Everything bind(String text) throws JsonProcessingException {
        return binder.bind(json.parse(text), Everything.class, unknown::add);
    }

    @Test
    void nothing_givesDefaults() throws JsonProcessingException {
        var bound = bind("{}");
        assertThat(bound.flag()).isTrue();
        assertThat(bound.color()).isEqualTo(Color.DARK_RED);
        assertThat(bound.number()).isEmpty();
        assertThat(unknown).isEmpty();
    }

    @Test
    void everything_isBound_andWhatIsUnknownIsToldByPath() throws JsonProcessingException {
        var bound = bind("""
                {"short_text":"äö","lower":"abc","number":9,"big":9007199254740993,"flag":false,"color":"blue",
                 "inner":[{"depth":1,"x":2}],"set":["a","b"],"free":{"a":[1,{"b":null}]},
                 "named":{"one":{"depth":2}},"any":[1],"what":1,"shortText":"x"}""");
        assertThat(bound.shortText()).contains("äö");
        assertThat(bound.big()).contains(9007199254740993L);
        assertThat(bound.color()).isEqualTo(Color.BLUE);
        assertThat(bound.inner()).contains(List.of(new Inner(1, Map.of("x", 2))));
        assertThat(bound.set()).contains(Set.of("a", "b"));
        assertThat(bound.named()).contains(Map.of("one", new Inner(2, Map.of())));
        assertThat(bound.any()).contains(List.of(1));
        assertThat(unknown).containsExactly("what", "shortText");
        unknown.clear();
        assertThat(bind(json.write(json.tree(bound)))).isEqualTo(bound);
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"short_text":"123456"}           | invalid_value | short_text
                    {"short_text":"äöü"}              | invalid_value | short_text
                    {"short_text":1}                  | syntax_error  | short_text
                    {"lower":"Abc"}                   | invalid_value | lower
                    {"number":0}                      | invalid_value | number
                    {"number":10}                     | invalid_value | number
                    {"number":1.0}                    | syntax_error  | number
                    {"number":"1"}                    | syntax_error  | number
                    {"number":3000000000}             | invalid_value | number
                    {"big":99999999999999999999}      | invalid_value | big
                    {"flag":"true"}                   | syntax_error  | flag
                    {"color":"BLUE"}                  | invalid_value | color
                    {"color":7}                       | syntax_error  | color
                    {"inner":{}}                      | syntax_error  | inner
                    {"inner":[]}                      | invalid_value | inner
                    {"inner":[{"depth":1},{}]}        | missing_field | inner[1].depth
                    {"inner":[{"depth":1},7]}         | syntax_error  | inner[1]
                    {"inner":[{"depth":1,"a":"123456789012345"}]} | invalid_value | inner[0].a
                    {"set":"a"}                       | syntax_error  | set
                    {"free":[]}                       | syntax_error  | free
                    {"free":{"a":"123456789012345"}}  | invalid_value | free
                    {"named":{"one":{"depth":"x"}}}   | syntax_error  | named.one.depth
                    []                                | syntax_error  | data
                    """)
    void whatIsWrong_isToldByPath(String text, String code, String path) {
        assertThatThrownBy(() -> bind(text))
                .asInstanceOf(type(ApiException.class))
                .satisfies(e -> assertThat(e.code().label()).isEqualTo(code))
                .satisfies(e -> assertThat(e.field()).contains(path))
                .satisfies(e -> assertThat(e.text()).contains(path).doesNotContain("io.nkmedia"));
    }

    @Test
    void stringsWithoutALimit_have255Bytes_unlessTrusted() throws JsonProcessingException {
        var text = "{\"lower\":\"" + "x".repeat(256) + "\"}";
        assertThatThrownBy(() -> bind(text)).hasMessageContaining("longer than 255 bytes");
        assertThat(new Binder(json, true)
                        .bind(json.parse(text), Everything.class, unknown::add)
                        .lower())
                .isPresent();
    }

    @Test
    void theSchema_saysWhatIsAccepted() {
        var fields = Schema.fields(Everything.class);
        assertThat(fields.get(0))
                .isEqualTo(Map.of(
                        "name", "short_text", "type", "str", "mandatory", false, "description", "Text", "max", 5L));
        assertThat(fields.get(5))
                .containsEntry("values", List.of("dark_red", "blue"))
                .containsEntry("default", "\"dark_red\"");
        assertThat(fields.get(6)).containsEntry("type", "list<obj>").containsEntry("min", 1L);
        assertThat(fields.stream().skip(7).map(field -> field.get("type")))
                .containsExactly("list<str>", "obj", "map<obj>", "any");
        var rest = Schema.fields(Inner.class).get(1);
        assertThat(rest).containsEntry("name", "*").containsEntry("mandatory", false);
    }

    @Test
    void valuesThatAreNoJson_areRefused() {
        assertThatThrownBy(() -> json.tree(new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThat(json.write(json.tree(
                        Map.of("time", java.time.Instant.ofEpochMilli(7), "limit", java.time.Duration.ofSeconds(5)))))
                .contains("\"time\":7", "\"limit\":5");
        assertThat(json.write(json.tree(List.of(Optional.of(1.5), Color.BLUE, Optional.empty()))))
                .isEqualTo("[1.5,\"blue\",null]");
    }
}
