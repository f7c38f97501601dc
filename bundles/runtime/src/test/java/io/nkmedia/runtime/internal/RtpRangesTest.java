package io.nkmedia.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.EngineSpec;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RtpRangesTest {
    private final RtpRanges ranges = new RtpRanges();

    private static InstanceSpec spec(String key, int ports, Map<String, Object> settings) {
        var engine = new EngineSpec("fake", List.of(), List.of(), Map.of(), List.of(), List.of(), ports);
        return new InstanceSpec(key, engine, new BackendConfig("fake", "fake", "process", settings));
    }

    @Test
    void withoutConfiguration_eachGetsTheFirstFreePorts() {
        ranges.enter("on disk", new Range(20100, 20150));
        assertThat(ranges.claim(spec("a", 100, Map.of()))).contains(new Range(20000, 20099));
        assertThat(ranges.claim(spec("b", 100, Map.of()))).contains(new Range(20200, 20299));
        ranges.release("on disk");
        assertThat(ranges.claim(spec("c", 100, Map.of()))).contains(new Range(20100, 20199));
    }

    @Test
    void configuredPorts_areSharedByTheInstancesOfTheBackend() {
        Map<String, Object> settings = Map.of("rtp_ports", "30000-30399", "instances", 2);
        assertThat(ranges.claim(spec("a/0", 400, settings))).contains(new Range(30000, 30199));
        assertThat(ranges.claim(spec("a/1", 400, settings))).contains(new Range(30200, 30399));
        assertThatThrownBy(() -> ranges.claim(spec("b/0", 400, settings)))
                .isInstanceOf(RuntimeUnavailable.class)
                .hasMessageContaining("30000-30399")
                .hasMessageContaining("a/1");
    }

    @Test
    void configuredPorts_areSharedWithThoseInReserve() {
        Map<String, Object> settings = Map.of("rtp_ports", "30000-30399", "spare", 1);
        assertThat(ranges.claim(spec("a/0", 400, settings))).contains(new Range(30000, 30199));
        assertThat(ranges.claim(spec("a/0-1", 400, settings))).contains(new Range(30200, 30399));
    }

    @Test
    void configuredPorts_thatAreNone_areRefusedWithWhatWasFound() {
        for (var text : List.of("20000", "20399-20000", "80-90", "20000-70000", "a-b")) {
            assertThatThrownBy(() -> ranges.claim(spec("a", 400, Map.of("rtp_ports", text))))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining(text);
        }
    }

    @Test
    void anEngineWithoutRtp_getsNoPorts() {
        assertThat(ranges.claim(spec("a", 0, Map.of()))).isEmpty();
    }
}
