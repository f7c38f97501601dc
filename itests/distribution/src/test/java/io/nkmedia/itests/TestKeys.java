package io.nkmedia.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its self-signed certificate as PEM files, made by the JDK's keytool. */
record TestKeys(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** @param addresses numeric ones, that it is good for */
    static TestKeys make(Path folder, String name, Collection<String> addresses) throws IOException {
        Files.createDirectories(folder);
        var store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        var names = addresses.stream().map(address -> "ip:" + address).collect(Collectors.joining(","));
        keytool(
                "-genkeypair -alias a -keyalg EC -dname CN=" + name + " -ext san=" + names
                        + " -validity 30 -storetype PKCS12 -storepass " + PASSWORD + " -keystore",
                store);
        var keys = new TestKeys(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        try (InputStream in = Files.newInputStream(store)) {
            var loaded = KeyStore.getInstance("PKCS12");
            loaded.load(in, PASSWORD.toCharArray());
            pem(keys.certificate, "CERTIFICATE", loaded.getCertificate("a").getEncoded());
            pem(
                    keys.key,
                    "PRIVATE KEY",
                    loaded.getKey("a", PASSWORD.toCharArray()).getEncoded());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The digest of the public key, by which Chromium can be told to believe the certificate. */
    String pin() {
        try (var in = Files.newInputStream(certificate)) {
            var key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String arguments, Path store) throws IOException {
        var command =
                (Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + arguments + " " + store).split(" ");
        Tool.run(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** A client's side that believes these certificates and no others. */
    static SSLContext trust(TestKeys... trusted) throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var keys : trusted) {
                try (var in = Files.newInputStream(keys.certificate)) {
                    var factory = CertificateFactory.getInstance("X.509");
                    store.setCertificateEntry(keys.certificate.toString(), factory.generateCertificate(in));
                }
            }
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
