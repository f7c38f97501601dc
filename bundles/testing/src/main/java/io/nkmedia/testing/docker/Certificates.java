package io.nkmedia.testing.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority with a certificate for the Docker engine and one for its client. */
final class Certificates {
    private static final String SCRIPT = """
            set -e
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca-key.pem -out ca.pem
            issue() {
                openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$2" -out request.pem
                printf 'subjectAltName=IP:127.0.0.1\\nextendedKeyUsage=%s\\n' "$4" > extensions
                openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 \
                    -extfile extensions -out "$3"
            }
            issue server server-key.pem server.pem serverAuth
            issue client key.pem cert.pem clientAuth
            """;

    private Certificates() {}

    static Path make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.output(List.of("sh", "-c", "cd \"$0\"\n" + SCRIPT, folder.toString()), null);
        return folder;
    }
}
