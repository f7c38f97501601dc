package io.nkmedia.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private final Templates templates = new Templates(
            Map.of("dir", "/d$1", "port.control", "8188"),
            new BackendConfig("janus", "janus", "process", Map.of("options", Map.of("ipv6", true))));

    @Test
    void placeholders_areFilledIn_andTheRestIsLeftAsItIs() {
        assertThat(templates.fill("f", "a \"${dir}\" $b { ${port.control} }")).isEqualTo("a \"/d$1\" $b { 8188 }");
    }

    @Test
    void option_isTheOneOfTheConfiguration_andNothingIfItIsNotThere() {
        assertThat(templates.fill("f", "[${option.ipv6}|${option.other}]")).isEqualTo("[true|]");
    }

    @Test
    void unknownPlaceholder_isAnErrorThatNamesItAndTheFile() {
        assertThatThrownBy(() -> templates.fill("janus.jcfg", "x ${port.contrl}"))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessage("unknown placeholder ${port.contrl} in janus.jcfg");
    }
}
