package io.nkmedia.core.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.media.IceSettings.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceServersTest {
    private static final Turn TURN = new Turn(List.of("turn:turn.example.org?transport=udp"), "north", 600);

    /** The hash is what {@code openssl dgst -sha1 -hmac north -binary | base64} makes of the user name. */
    @Test
    void credentials_areWhatTheTurnServerWorksOutToo() {
        var servers = IceServers.of(
                new IceSettings(List.of("stun:stun.example.org"), Optional.of(TURN)),
                "ann",
                Instant.ofEpochSecond(1_000_000));
        assertThat(servers)
                .containsExactly(
                        Map.of("urls", List.of("stun:stun.example.org")),
                        Map.of(
                                "urls", List.of("turn:turn.example.org?transport=udp"),
                                "username", "1000600:ann",
                                "credential", "211vDeKG8lmKcyYLwxGEaCh7mXU="));
    }

    @Test
    void withoutServers_thereIsNothingToGive() {
        assertThat(IceServers.of(new IceSettings(List.of(), Optional.empty()), "ann", Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void wrongUrls_areRefusedByTheirPath() {
        assertThatThrownBy(() -> new IceSettings(List.of("stun:a", "http://b"), Optional.empty()))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("media.stun[1]");
        assertThatThrownBy(() -> new Turn(List.of("turn:a?transport=x"), "s", 600))
                .hasMessageContaining("media.turn.urls[0]");
        assertThatThrownBy(() -> new Turn(List.of("turn:a"), "", 600)).hasMessageContaining("media.turn.secret");
    }

    @Test
    void theSecret_isInNoText() {
        assertThat(TURN.toString()).doesNotContain("north");
        assertThat(new IceSettings(List.of(), Optional.of(TURN)).toString()).doesNotContain("north");
    }

    @Test
    void whatClientsCanHave_followsFromTheServers() {
        assertThat(new IceSettings(List.of(), Optional.empty()).candidateTypes())
                .containsOnly("host");
        assertThat(new IceSettings(List.of("stun:a"), Optional.empty()).candidateTypes())
                .containsOnly("host", "srflx");
        assertThat(new IceSettings(List.of(), Optional.of(TURN)).candidateTypes())
                .containsOnly("host", "srflx", "relay");
    }
}
