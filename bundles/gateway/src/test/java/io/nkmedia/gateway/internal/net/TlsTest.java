package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.await;
import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import io.nkmedia.gateway.TlsSpec;
import io.nkmedia.gateway.internal.Asker;
import io.nkmedia.gateway.internal.Script;
import io.nkmedia.gateway.internal.component.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path dir;

    @TempDir
    private static Path shared;

    private static Keys old;
    private static Keys fresh;
    private static SSLContext trust;

    private final Gateway gateway = new Gateway();

    private final Listeners listeners = new Asker(gateway.listening(), gateway.dials(), OptionalLong.empty());
    private final Script script = Script.echo("text");
    private TlsSpec tls;

    @BeforeAll
    static void makeKeys() throws Exception {
        old = Keys.make(shared, "old");
        fresh = Keys.make(shared, "fresh");
        trust = Keys.trust(old.certificate, fresh.certificate);
    }

    @BeforeEach
    void start() throws IOException {
        tls = new TlsSpec(dir.resolve("used.crt"), dir.resolve("used.key"), Optional.empty(), false, "TLSv1.2");
        use(old);
        script.farewell = Optional.of("bye");
        gateway.bind(script, Map.of("nkmedia.protocol", "text"));
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    private void use(Keys keys) throws IOException {
        Files.copy(keys.certificate, tls.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(keys.key, tls.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private ListenerState listen(String scheme, TlsSpec spec) {
        var listener =
                ListenerSpec.of(scheme + "://127.0.0.1:0", "text", Map.of()).withTls(spec);
        return await(listeners.apply("service " + scheme, List.of(listener))).get(0);
    }

    private SSLSocket connect(SSLContext context, int port) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }

    private String subject(int port) {
        try (var socket = connect(trust, port)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }

    @Test
    void tls_talksLines_andEndsInOrder() throws IOException {
        try (var raw = new RawSocket(connect(trust, listen("tls", tls).port()))) {
            raw.write("hello\n");
            assertThat(raw.line()).isEqualTo("hello");
            assertThat(script.only().info().confidential()).isTrue();
            script.only().close(4401, "login");
            assertThat(raw.line()).isEqualTo("bye 4401");
            assertThat(raw.line()).isNull();
        }
        eventually("closed", () -> script.log.contains("closed 4401"));
    }

    @Test
    void tls_paused_stopsReading() throws IOException {
        try (var raw = new RawSocket(connect(trust, listen("tls", tls).port()))) {
            raw.write("a\n");
            assertThat(raw.line()).isEqualTo("a");
            script.only().pause();
            for (int i = 0; i < 10; i++) {
                raw.write(i + "\n");
            }
            script.only().resume();
            for (int i = 0; i < 10; i++) {
                assertThat(raw.line()).isEqualTo("" + i);
            }
        }
    }

    @Test
    void wss_talks_andEndsInOrder() {
        var http = HttpClient.newBuilder().sslContext(trust).build();
        var client = Client.open(http, "wss://127.0.0.1:" + listen("wss", tls).port() + "/");
        client.say("hello").hears("hello");
        assertThat(script.only().info().transport()).isEqualTo("wss");
        script.only().close(4401, "login");
        client.hears("closed 4401");
        eventually("closed", () -> script.log.contains("closed 4401"));
    }

    @Test
    void filesChanged_newHandshakesUseThem_andOldConnectionsStay() throws IOException {
        int port = listen("tls", tls).port();
        try (var raw = new RawSocket(connect(trust, port))) {
            assertThat(subject(port)).isEqualTo("CN=old");
            Files.writeString(tls.key(), "broken");
            Files.copy(fresh.certificate, tls.certificate(), StandardCopyOption.REPLACE_EXISTING);
            assertThat(subject(port)).isEqualTo("CN=old");
            use(fresh);
            eventually("the new certificate", () -> subject(port).equals("CN=fresh"));
            raw.write("still here\n");
            assertThat(raw.line()).isEqualTo("still here");
        }
    }

    @Test
    void specChanged_usesTheOtherFiles_withoutClosing() {
        int port = listen("tls", tls).port();
        var other = new TlsSpec(fresh.certificate, fresh.key, Optional.empty(), false, "TLSv1.3");
        assertThat(listen("tls", other).port()).isEqualTo(port);
        assertThat(subject(port)).isEqualTo("CN=fresh");
    }

    @Test
    void noFilesOrNoPair_saysWhyItIsNotOpen() {
        var missing = new TlsSpec(dir.resolve("none.crt"), old.key, Optional.empty(), false, "TLSv1.2");
        assertThat(listen("tls", missing).error()).contains("no file " + dir.resolve("none.crt"));
        var mixed = new TlsSpec(old.certificate, fresh.key, Optional.empty(), false, "TLSv1.2");
        assertThat(listen("wss", mixed).error().orElse("")).contains("not a pair");
    }

    @Test
    void clientCertificateRequired_refusesAClientWithoutOne() throws IOException {
        var strict = new TlsSpec(old.certificate, old.key, Optional.of(fresh.certificate), true, "TLSv1.2");
        int port = listen("tls", strict).port();
        try (var raw = new RawSocket(connect(trust, port))) {
            assertThat(raw.atEnd()).isTrue();
        }
        assertThat(script.log).isEmpty();
    }
}
