package io.nkmedia.gateway.internal.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.nkmedia.gateway.TlsSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the files of a {@link TlsSpec}. */
final class Certificates {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Certificates() {}

    /** Fails with a text for an operator. */
    static SslContext load(TlsSpec spec) throws IOException {
        try {
            var chain = certificates(spec.certificate());
            var key = key(spec.key(), chain[0].getPublicKey());
            var builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(
                            spec.minVersion().equals("TLSv1.3")
                                    ? new String[] {"TLSv1.3"}
                                    : new String[] {"TLSv1.3", "TLSv1.2"});
            if (spec.clientCa().isPresent()) {
                builder.trustManager(certificates(spec.clientCa().get()))
                        .clientAuth(spec.requireClientCertificate() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
            }
            return builder.build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the certificate or key of the listener can't be used: " + e.getMessage(), e);
        }
    }

    /** For connections that we open. Fails with a text for an operator. */
    static SslContext client(Optional<Path> authorities) throws IOException {
        try {
            var builder = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .endpointIdentificationAlgorithm("HTTPS");
            if (authorities.isPresent()) {
                builder.trustManager(certificates(authorities.get()));
            }
            return builder.build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the authorities' certificates can't be used: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (all.length == 0) {
                throw new GeneralSecurityException("no certificate in " + file);
            }
            return all;
        } catch (NoSuchFileException e) {
            throw new IOException("no file " + file, e);
        }
    }

    private static PrivateKey key(Path file, PublicKey fits) throws IOException, GeneralSecurityException {
        var match = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!match.find()) {
            throw new GeneralSecurityException("no PKCS #8 key in " + file);
        }
        var encoded = Base64.getMimeDecoder().decode(match.group(1));
        var key = KeyFactory.getInstance(fits.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        if (!pair(key, fits)) {
            throw new GeneralSecurityException("key and certificate are not a pair");
        }
        return key;
    }

    /** While only one of the two files has been replaced, they are not. */
    private static boolean pair(PrivateKey key, PublicKey fits) throws GeneralSecurityException {
        var algorithm = switch (fits.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> fits.getAlgorithm();
        };
        var probe = "probe".getBytes(StandardCharsets.US_ASCII);
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(fits);
        verifier.update(probe);
        return verifier.verify(signer.sign());
    }
}
