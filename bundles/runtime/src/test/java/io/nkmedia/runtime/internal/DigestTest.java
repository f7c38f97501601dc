package io.nkmedia.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.service.BackendConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static String digest(List<String> arguments, Map<String, Object> options) {
        var engine = new EngineSpec("fake", List.of("fake"), arguments, Map.of("f", "t"), List.of(), List.of(), 0);
        var config = new BackendConfig("fake", "fake", "process", Map.of("options", options));
        return Digest.of(new InstanceSpec("key", engine, config));
    }

    @Test
    void orderOfKeys_makesNoDifference() {
        var one = new LinkedHashMap<String, Object>();
        var two = new LinkedHashMap<String, Object>();
        for (int number = 0; number < 20; number++) {
            one.put("k" + number, number);
            two.put("k" + (19 - number), 19 - number);
        }
        assertThat(digest(List.of(), one)).isEqualTo(digest(List.of(), two));
    }

    @Test
    void anyValue_makesADifference() {
        assertThat(List.of(
                        digest(List.of("a", "b"), Map.of()),
                        digest(List.of("ab"), Map.of()),
                        digest(List.of("a", "b"), Map.of("x", "1")),
                        digest(List.of("a", "b"), Map.of("x", "2")),
                        digest(List.of("a", "b"), Map.of("x", Map.of("1", "2"))),
                        digest(List.of("a", "b"), Map.of("x", List.of("1", "2")))))
                .doesNotHaveDuplicates();
    }
}
