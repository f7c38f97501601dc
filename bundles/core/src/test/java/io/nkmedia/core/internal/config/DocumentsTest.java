package io.nkmedia.core.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** services.md §2.2. */
class DocumentsTest {
    private static final String HASH = "$2y$04$" + "a".repeat(53);
    private final Documents documents = new Documents(new Json());

    private static String named(String rest) {
        return "{\"name\":\"demo\"" + rest.replace("HASH", HASH) + "}";
    }

    @Test
    void aName_isEnough() {
        var checked = documents.parse(named(""));
        assertThat(checked.document().limits().requestsPerSecond()).isEqualTo(50);
        assertThat(checked.document().media().waitTimeout()).isEqualTo(60);
        assertThat(checked.document().timeouts().op()).isEqualTo(5);
        assertThat(checked.document().unknownFields()).isEqualTo(ServiceDocument.UnknownFields.WARN);
        assertThat(checked.plugins()).isEmpty();
    }

    @Test
    void backendsHaveNames_andArePlugins_andPluginsHaveParts() {
        var checked = documents.parse(
                named(",\"plugins\":[\"sip\"],\"sip\":{\"realm\":\"x\"},\"backends\":[{\"kind\":\"janus\"},"
                        + "{\"kind\":\"janus\",\"name\":\"j2\",\"runtime\":\"process\",\"options\":{\"a\":1}}]"));
        assertThat(checked.plugins()).containsExactly("sip", "janus");
        assertThat(checked.parts()).isEqualTo(Map.of("sip", Map.of("realm", "x")));
        assertThat(checked.backends()).extracting(b -> b.name()).isEqualTo(List.of("janus", "j2"));
        assertThat(checked.backends().get(0).runtime()).isEqualTo("auto");
        assertThat(checked.backends().get(1).option("a")).isEqualTo("1");
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                ,"what":1                                          | invalid_value | what
                ,"sip":{"realm":"x"}                               | invalid_value | sip
                ,"plugins":["sip"],"sip":1                         | invalid_value | sip
                ,"plugins":"sip"                                   | syntax_error  | plugins
                ,"enabled":"yes"                                   | syntax_error  | enabled
                ,"listeners":[{"url":"http://x:1"}]                | invalid_value | listeners[0].url
                ,"listeners":[{"url":"ws://0.0.0.0:1","tls":{}}]   | missing_field | listeners[0].tls.cert
                ,"limits":{"connections":0}                        | invalid_value | limits.connections
                ,"limits":{"sesions":1}                            | invalid_value | limits.sesions
                ,"timeouts":{"login":"10"}                         | syntax_error  | timeouts.login
                ,"media":{"wait_timeout":3601}                     | invalid_value | media.wait_timeout
                ,"unknown_fields":"drop"                           | invalid_value | unknown_fields
                ,"auth":{"users":[{"user":"a"}]}                   | missing_field | auth.users[0].password_hash
                ,"auth":{"users":[{"user":"a","password_hash":"secret"}]} | invalid_value | auth.users[0].password_hash
                ,"auth":{"users":[{"user":"a","password_hash":"HASH"},{"user":"a","password_hash":"HASH"}]} | invalid_value | auth.users[1].user
                ,"auth":{"users":[{"user":"a","password_hash":"HASH","roles":["boss"]}]} | invalid_value | auth.users[0].roles
                ,"roles":{"boss":{"allow":["everything"]}}         | invalid_value | roles.boss.allow
                ,"roles":{"boss":{"deny":["a/b/c:some"]}}          | invalid_value | roles.boss.deny
                ,"backends":[{}]                                   | missing_field | backends[0].kind
                ,"backends":[{"kind":7}]                           | invalid_value | backends[0].kind
                ,"backends":[{"kind":"janus"},{"kind":"janus"}]    | invalid_value | backends[1].name
                ,"backends":[{"kind":"janus","runtime":"Docker"}]  | invalid_value | backends[0].runtime
                ,                                                  | syntax_error  | -
                """)
    void aWrongKey_isNamedByItsPath(String rest, String code, String path) {
        assertThatThrownBy(() -> documents.parse(named(rest)))
                .asInstanceOf(type(ApiException.class))
                .satisfies(e -> assertThat(e.code().label()).isEqualTo(code))
                .satisfies(e -> assertThat(e.field()).isEqualTo(Optional.ofNullable(path)));
    }

    @Test
    void withoutAName_thereIsNoService() {
        assertThatThrownBy(() -> documents.parse("{}")).hasMessageContaining("name");
        assertThatThrownBy(() -> documents.parse("{\"name\":\"Demo\"}")).hasMessageContaining("name");
    }
}
