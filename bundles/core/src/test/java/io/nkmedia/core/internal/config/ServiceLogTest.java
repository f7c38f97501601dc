package io.nkmedia.core.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.config.ServiceDocument.Level;
import io.nkmedia.core.internal.config.ServiceLog.Part;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** each service has its own level and its own parts that tell more, changed live. */
class ServiceLogTest {
    private final AtomicReference<ServiceDocument.Log> settings = new AtomicReference<>(log(Level.INFO, Map.of()));
    private final ServiceLog log = new ServiceLog("demo", settings::get);

    @Test
    void part_tellsMore_asSoonAsTheConfigurationSaysSo() {
        assertThat(log.debugs(Part.SESSION)).isFalse();
        settings.set(log(Level.ERROR, Map.of("session", Map.of("media", true))));
        assertThat(log.debugs(Part.SESSION)).isTrue();
        assertThat(log.debugs(Part.SESSION, "media")).isTrue();
        assertThat(log.debugs(Part.SESSION, "sdp")).isFalse();
        assertThat(log.debugs(Part.CONNECTION)).isFalse();
        settings.set(log(Level.DEBUG, Map.of()));
        assertThat(log.debugs(Part.CONNECTION)).isTrue();
    }

    private static ServiceDocument.Log log(Level level, Map<String, Map<String, Object>> debug) {
        return new ServiceDocument.Log(level, debug, Optional.empty());
    }
}
