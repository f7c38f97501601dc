package io.nkmedia.gateway;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS of a listener. The files are read again when they change; established connections stay.
 *
 * @param certificate PEM, the chain with the server's certificate first
 * @param key PEM, PKCS #8, not encrypted
 * @param clientCa PEM; if there, clients may present a certificate of it
 * @param requireClientCertificate whether they must
 * @param minVersion {@code TLSv1.2} or {@code TLSv1.3}
 */
public record TlsSpec(
        Path certificate, Path key, Optional<Path> clientCa, boolean requireClientCertificate, String minVersion) {}
