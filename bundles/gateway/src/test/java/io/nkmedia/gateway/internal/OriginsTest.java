package io.nkmedia.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "https://Media.example, media.example:9011, '', true",
        "https://media.example:8443, media.example, '', true",
        "http://[::1]:8181, '[::1]:9010', '', true",
        "https://foe.example, media.example, '', false",
        "https://media.example.foe.example, media.example, '', false",
        "https://friend.example, media.example, https://friend.example, true",
        "https://friend.example:1, media.example, https://friend.example, false",
        "null, media.example, '', false",
        "null, media.example, 'null', true",
        "https://foe.example, media.example, *, true",
        "not a url, media.example, '', false",
        "https://media.example, '', '', false"
    })
    void origin_ofAPage_isAllowedOrNot(String origin, String host, String listed, boolean allowed) {
        var hosts = Optional.of(host).filter(h -> !h.isEmpty());
        assertThat(Origins.allowed(Optional.of(origin), hosts, List.of(listed))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"media.example", "''"})
    void noOrigin_isNoBrowser_andAllowed(String host) {
        assertThat(Origins.allowed(Optional.empty(), Optional.of(host), List.of()))
                .isTrue();
    }
}
