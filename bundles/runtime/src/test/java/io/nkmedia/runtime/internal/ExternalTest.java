package io.nkmedia.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalTest {
    private static Instance external(Map<String, Object> settings) {
        var engine = new EngineSpec("janus", List.of(), List.of(), Map.of(), List.of(), List.of("api", "admin"), 0);
        var spec = new InstanceSpec("demo/janus/0", engine, new BackendConfig("janus", "janus", "external", settings));
        return External.of(spec, Digest.of(spec));
    }

    @Test
    void addressesAndSecrets_areThoseOfTheConfiguration(@TempDir Path root) throws IOException {
        var file = Files.writeString(root.resolve("secret"), "from a file\n");
        var instance = external(Map.of(
                "url",
                "ws://127.0.0.1:8188/janus",
                "options",
                Map.of("admin_url", "wss://engine.example/admin"),
                "secret",
                "${file:" + file + "}",
                "admin_secret",
                "plain"));
        assertThat(instance.addresses())
                .containsOnly(
                        Map.entry("control", "127.0.0.1:8188"),
                        Map.entry("url.control", "ws://127.0.0.1:8188/janus"),
                        Map.entry("admin", "engine.example:443"),
                        Map.entry("url.admin", "wss://engine.example/admin"));
        assertThat(instance.secrets())
                .containsOnly(
                        Map.entry("secret", "from a file"),
                        Map.entry("api", "from a file"),
                        Map.entry("admin_secret", "plain"),
                        Map.entry("admin", "plain"));
        assertThat(instance.recordings()).isEmpty();
    }

    @Test
    void secret_ofAVariable_isItsValue_andAMissingOneIsNamed() {
        assertThat(external(Map.of("url", "ws://localhost:1", "secret", "${env:PATH}"))
                        .secrets())
                .containsEntry("secret", System.getenv("PATH"));
        assertThatThrownBy(() -> external(Map.of("url", "ws://localhost:1", "secret", "${env:NK_NOT_SET}")))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessage("the variable NK_NOT_SET for secret is not set");
        assertThatThrownBy(() -> external(Map.of("url", "ws://localhost:1", "secret", "${file:/not/there}")))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessage("the file /not/there for secret can't be read");
    }

    @Test
    void plainUrl_thatLeavesTheMachine_isRefusedWithTheReason() {
        for (var url : List.of("ws://10.0.0.1:8188", "ws://127.0.0.1.example:8188", "tcp://engine:8021")) {
            assertThatThrownBy(() -> external(Map.of("url", url)))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("only wss may");
        }
    }

    @Test
    void urlThatIsMissingOrNone_isSaidSo() {
        assertThatThrownBy(() -> external(Map.of())).hasMessage("runtime external needs the url of janus");
        for (var url : List.of("127.0.0.1:8188", "ws:", "tcp://127.0.0.1", "ws://a b")) {
            assertThatThrownBy(() -> external(Map.of("url", url))).isInstanceOf(RuntimeUnavailable.class);
        }
    }
}
