package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static io.nkmedia.gateway.internal.Eventually.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.TlsSpec;
import io.nkmedia.gateway.internal.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that we open by TLS, to a listener of our own. */
class ConnectTlsTest extends SocketsFixture {
    @TempDir
    private static Path shared;

    private static Keys known;
    private static Keys stranger;

    private final Script client = new Script("client");

    @BeforeAll
    static void makeKeys() throws Exception {
        known = Keys.make(shared, "known");
        stranger = Keys.make(shared, "stranger");
    }

    @BeforeEach
    void bind() {
        gateway.bind(client, Map.of("nkmedia.protocol", "client"));
    }

    private int serve(String scheme) {
        return listen(
                spec(scheme).withTls(new TlsSpec(known.certificate, known.key, Optional.empty(), false, "TLSv1.2")));
    }

    private static ConnectSpec to(String url) {
        return new ConnectSpec(
                "a", url, Optional.empty(), "client", Map.of(), FrameLimits.DEFAULT, Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "wss"})
    void peerIsBelieved_talksBothWays(String scheme) {
        var url = scheme + "://127.0.0.1:" + serve(scheme) + (scheme.equals("wss") ? "/" : "");
        await(listeners.connect("test", to(url).withAuthorities(known.certificate)));
        assertThat(client.only().info().confidential()).isTrue();
        assertThat(client.only().info().transport()).isEqualTo(scheme);
        client.only().send("hello");
        eventually("echoed", () -> client.log.contains("hello"));
        client.only().send("x".repeat(200_000));
        eventually("echoed, large", () -> client.log.size() == 3);
        listeners.disconnect("test", "a");
        eventually("closed", () -> client.log.contains("closed 1000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "wss"})
    void peerIsAStranger_fails(String scheme) {
        var url = scheme + "://127.0.0.1:" + serve(scheme) + (scheme.equals("wss") ? "/" : "");
        assertThat(failure(listeners.connect("test", to(url).withAuthorities(stranger.certificate))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no TLS with " + url);
        assertThat(failure(listeners.connect("test", to(url)))).hasMessageStartingWith("no TLS with " + url);
        assertThat(client.log).isEmpty();
    }

    /** The certificate is for 127.0.0.1 only. */
    @Test
    void certificateOfAnotherAddress_fails() {
        var url = "tls://localhost:" + serve("tls");
        assertThat(failure(listeners.connect("test", to(url).withAuthorities(known.certificate))))
                .hasMessageStartingWith("no TLS with " + url);
    }

    @Test
    void authoritiesThatCannotBeRead_fail() {
        var spec = to("tls://127.0.0.1:1").withAuthorities(shared.resolve("none.pem"));
        assertThat(failure(listeners.connect("test", spec))).hasMessageContaining("no file");
    }
}
