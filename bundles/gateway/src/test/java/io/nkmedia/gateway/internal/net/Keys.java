package io.nkmedia.gateway.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assertions;

/** Certificates of a test, made by the JDK's keytool. */
final class Keys {
    private static final char[] PASSWORD = "changeit".toCharArray();

    final Path certificate;
    final Path key;

    private Keys(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** A self-signed pair for 127.0.0.1, written as PEM. */
    static Keys make(Path dir, String name) throws IOException, GeneralSecurityException, InterruptedException {
        var store = dir.resolve(name + ".p12");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assertions.assertTrue(process.waitFor(30, TimeUnit.SECONDS), "keytool ended");
        Assertions.assertEquals(0, process.exitValue(), "keytool's exit");
        var keys = new Keys(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
        try (InputStream in = Files.newInputStream(store)) {
            var loaded = KeyStore.getInstance("PKCS12");
            loaded.load(in, PASSWORD);
            pem(keys.certificate, "CERTIFICATE", loaded.getCertificate("a").getEncoded());
            pem(keys.key, "PRIVATE KEY", loaded.getKey("a", PASSWORD).getEncoded());
        }
        return keys;
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** A client's side that believes these certificates. */
    static SSLContext trust(Path... certificates) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var file : certificates) {
            try (var in = Files.newInputStream(file)) {
                var factory = CertificateFactory.getInstance("X.509");
                store.setCertificateEntry(file.toString(), factory.generateCertificate(in));
            }
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
