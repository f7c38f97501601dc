package io.nkmedia.core.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.core.internal.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final Json json = new Json();

    @Test
    void keys_areNestedByTheirPath_andValuesAreJsonOrText() {
        var keys = List.of(
                "limits.sessions=3",
                "limits.connections=4",
                "description=a shop",
                "enabled=false",
                "plugins=[\"call\"]",
                "{\"media\":{\"rebuild\":true}}");
        assertThat(Keys.parse(json, keys))
                .isEqualTo(Map.of(
                        "limits", Map.of("sessions", 3, "connections", 4),
                        "description", "a shop",
                        "enabled", false,
                        "plugins", List.of("call"),
                        "media", Map.of("rebuild", true)));
        assertThat(Keys.parse(json, List.of("media=null"))).containsEntry("media", null);
        assertThatThrownBy(() -> Keys.parse(json, List.of("sessions"))).hasMessageContaining("path=value");
    }

    @Test
    void durations_haveUnitsAndBounds() {
        assertThat(Durations.parse("60", 5, 3600)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Durations.parse("5m", 5, 3600)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Durations.parse("1h", 5, 3600)).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> Durations.parse("4s", 5, 3600)).hasMessageContaining("between");
        assertThatThrownBy(() -> Durations.parse("soon", 5, 3600)).hasMessageContaining("60s");
    }
}
