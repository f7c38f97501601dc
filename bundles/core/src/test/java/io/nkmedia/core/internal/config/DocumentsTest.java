package io.nkmedia.core.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.core.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                ,"listeners":[{"url":"tcp://0.0.0.0:1","web":{"dir":"web"}}] | invalid_value | listeners[0].web
                ,"listeners":[{"url":"ws://0.0.0.0:1","web":{"dir":"web/../../etc"}}] | invalid_value | listeners[0].web.dir
                ,"listeners":[{"url":"ws://0.0.0.0:1","web":{"dir":"web","path":"/a/../b"}}] | invalid_value | listeners[0].web.path
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
                ,"backends":[{"kind":"janus","instances":0}]       | invalid_value | backends[0].instances
                ,"backends":[{"kind":"janus","instances":"2"}]     | syntax_error  | backends[0].instances
                ,"backends":[{"kind":"janus","runtime":"external","instances":2}] | invalid_value | backends[0].instances
                ,"backends":[{"kind":"janus","spare":-1}]          | invalid_value | backends[0].spare
                ,"backends":[{"kind":"janus","spare":5}]           | invalid_value | backends[0].spare
                ,"backends":[{"kind":"janus","spare":true}]        | syntax_error  | backends[0].spare
                ,"backends":[{"kind":"janus","runtime":"external","spare":1}] | invalid_value | backends[0].spare
                ,"backends":[{"kind":"janus","drain_timeout":0}]   | invalid_value | backends[0].drain_timeout
                ,"log":{"level":"loud"}                            | invalid_value | log.level
                ,"log":{"debug":{"weather":{}}}                    | invalid_value | log.debug.weather
                ,"plugins":["sip"],"sip":{"domain":"x"},"sip_domain":"y" | invalid_value | sip_domain
                ,"plugins":["sip"],"verto_domain":"y"              | invalid_value | verto_domain
                ,"auth":{"users":[{"user":"a","password_hash":"${env:NONE}"}]} | invalid_value | auth.users[0].password_hash
                ,                                                  | syntax_error  | -
                """)
    void aWrongKey_isNamedByItsPath(String rest, String code, String path) {
        assertThatThrownBy(() -> documents.parse(named(rest)))
                .asInstanceOf(type(ApiException.class))
                .satisfies(e -> assertThat(e.code().label()).isEqualTo(code))
                .satisfies(e -> assertThat(e.field()).isEqualTo(Optional.ofNullable(path)));
    }

    @Test
    void flatKeysOfAPlugin_areNestedOnes_andTheLongestNameWins() {
        var checked = documents.parse(
                named(
                        ",\"plugins\":[\"sip\",\"sip_trace\"],\"sip_domain\":\"x\",\"sip_trace_level\":2,\"shared_http\":false"));
        assertThat(checked.parts()).isEqualTo(Map.of("sip", Map.of("domain", "x"), "sip_trace", Map.of("level", 2)));
        assertThat(documents
                        .tree(named(",\"plugins\":[\"sip\"],\"sip_domain\":\"x\""))
                        .toString())
                .contains("\"sip\":{\"domain\":\"x\"}");
    }

    @Test
    void instances_areBackendsOfTheirOwn_andTheFirstIsTheSameHoweverManyThereAre() {
        var one = documents.parse(named(",\"backends\":[{\"kind\":\"janus\"}]")).backends();
        var three = documents
                .parse(named(",\"backends\":[{\"kind\":\"janus\",\"instances\":3}]"))
                .backends();
        assertThat(three).extracting(b -> b.name()).containsExactly("janus", "janus-2", "janus-3");
        assertThat(three.get(0)).isEqualTo(one.get(0));
    }

    @Test
    void whatTheEngineDoesNotSee_isNoOtherEngine() {
        var plain = engine("");
        assertThat(engine(",\"drain_timeout\":5,\"spare\":1")).isEqualTo(plain);
        assertThat(engine(",\"binary\":\"/opt/janus\"")).isNotEqualTo(plain);
        assertThat(engine(",\"rtp_ports\":\"20000-20399\",\"spare\":1"))
                .as("they share the ports")
                .isNotEqualTo(engine(",\"rtp_ports\":\"20000-20399\""));
    }

    private BackendConfig engine(String keys) {
        return documents
                .parse(named(",\"backends\":[{\"kind\":\"janus\"" + keys + "}]"))
                .backends()
                .get(0)
                .ofEngine();
    }

    @Test
    void secretsElsewhere_areReadWhenTheyAreNeeded_andStayElsewhere(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("hash"), HASH + "\n");
        var some = new Documents(new Json(), name -> name.equals("ANN") ? HASH : null);
        var text = named(",\"auth\":{\"users\":[{\"user\":\"ann\",\"password_hash\":\"${env:ANN}\"},"
                + "{\"user\":\"bob\",\"password_hash\":\"${file:" + file + "}\"}]}");
        assertThat(some.parse(text).document().auth().users())
                .allMatch(user -> user.passwordHash().equals(HASH));
        assertThat(some.tree(text).toString()).contains("${env:ANN}").doesNotContain(HASH);
        assertThat(Secrets.masked(some.tree(text)).toString()).doesNotContain("ANN");
    }

    @Test
    void secretsOfTokensAndTurn_mayBeElsewhere(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("turn"), "turn-secret\n");
        var some = new Documents(new Json(), name -> name.equals("JWT") ? "x".repeat(32) : null);
        var document = some.parse(named(",\"auth\":{\"jwt\":{\"secret\":\"${env:JWT}\",\"algorithms\":[\"HS256\"]}},"
                        + "\"media\":{\"turn\":{\"urls\":[\"turn:127.0.0.1\"],\"secret\":\"${file:" + file + "}\"}}"))
                .document();
        assertThat(document.auth().jwt().orElseThrow().secret()).contains("x".repeat(32));
        assertThat(document.media().turn().orElseThrow().secret()).isEqualTo("turn-secret");
        assertThat(document.toString()).doesNotContain("xxxx", "turn-secret");
    }

    @Test
    void withoutAName_thereIsNoService() {
        assertThatThrownBy(() -> documents.parse("{}")).hasMessageContaining("name");
        assertThatThrownBy(() -> documents.parse("{\"name\":\"Demo\"}")).hasMessageContaining("name");
    }
}
