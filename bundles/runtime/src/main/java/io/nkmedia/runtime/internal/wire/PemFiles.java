package io.nkmedia.runtime.internal.wire;

import com.github.dockerjava.core.SSLConfig;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS to a Docker engine, from {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a folder, as Docker has them. */
@SuppressWarnings("deprecation") // Of SSLConfig: the interface that needs it is not.
final class PemFiles implements SSLConfig {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final String SECRET = "";

    private final SSLContext context;

    /** @throws RuntimeUnavailable if they are no good */
    PemFiles(Path folder) {
        try {
            var keys = store();
            keys.setKeyEntry("client", key(folder.resolve("key.pem")), SECRET.toCharArray(), chain(folder, "cert.pem"));
            var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, SECRET.toCharArray());
            var authorities = store();
            for (var certificate : chain(folder, "ca.pem")) {
                authorities.setCertificateEntry("ca" + authorities.size(), certificate);
            }
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(authorities);
            context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        } catch (IOException | GeneralSecurityException e) {
            throw new RuntimeUnavailable("docker_cert_path " + folder + " needs ca.pem, cert.pem and key.pem: "
                    + e.getClass().getSimpleName() + ", " + e.getMessage());
        }
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] chain(Path folder, String name) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(folder.resolve(name))) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(new Certificate[0]);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        var text = KEY.matcher(Files.readString(file));
        if (!text.find()) {
            throw new InvalidKeySpecException(
                    "key.pem must begin with BEGIN PRIVATE KEY: openssl pkcs8 -topk8 -nodes makes that of others");
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.group(1)));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException other) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }
}
