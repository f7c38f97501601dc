package io.nkmedia.janus.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class EngineFilesTest {
    private static EngineSpec spec(Map<String, Object> settings) {
        return EngineFiles.spec(new BackendConfig("janus", "janus", "process", settings), home -> false);
    }

    private static String main(Map<String, Object> options) {
        return spec(Map.of("options", options)).files().getOrDefault("janus.jcfg", "");
    }

    @Test
    void templates_useOnlyWhatTheRuntimeKnows() {
        var known = Pattern.compile("dir|id|bind|rtp\\.(from|to)|port\\.(control|admin)|secret\\.(api|admin)");
        spec(Map.of())
                .files()
                .values()
                .forEach(file -> Pattern.compile("\\$\\{([^}]*)}")
                        .matcher(file)
                        .results()
                        .forEach(match -> assertThat(match.group(1)).matches(known)));
    }

    @Test
    void sameConfiguration_givesAnEqualSpec() {
        assertThat(spec(Map.of())).isEqualTo(spec(Map.of()));
        assertThat(spec(Map.of("external_ip", "192.0.2.1"))).isNotEqualTo(spec(Map.of()));
    }

    @Test
    void options_areWritten() {
        String written =
                main(Map.of("ice_enforce_list", "127.0.1.1", "stun_server", "stun.example.com:3478", "ipv6", true));

        assertThat(written)
                .contains("ice_enforce_list = \"127.0.1.1\"")
                .contains("stun_server = \"stun.example.com\"")
                .contains("stun_port = 3478")
                .contains("ipv6 = true");
    }

    @Test
    void externalAddress_isMappedButNotAuto() {
        assertThat(spec(Map.of("external_ip", "192.0.2.1")).files().get("janus.jcfg"))
                .contains("nat_1_1_mapping = \"192.0.2.1\"");
        assertThat(spec(Map.of("external_ip", "auto")).files().get("janus.jcfg"))
                .doesNotContain("nat_1_1_mapping");
    }

    @Test
    void home_isTheFirstThatIsThereUnlessGiven() {
        var config = new BackendConfig("janus", "janus", "process", Map.of());
        assertThat(EngineFiles.spec(config, "/opt/janus/lib/janus"::equals)
                        .files()
                        .get("janus.jcfg"))
                .contains("plugins_folder = \"/opt/janus/lib/janus/plugins\"");
        assertThat(main(Map.of("engine_home", "/srv/janus"))).contains("plugins_folder = \"/srv/janus/plugins\"");
    }

    @Test
    void optionThatWouldEndItsQuotes_isRefused() {
        assertThatThrownBy(() -> main(Map.of("ice_enforce_list", "x\"\n admin_secret = \"y")))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("ice_enforce_list");
    }
}
