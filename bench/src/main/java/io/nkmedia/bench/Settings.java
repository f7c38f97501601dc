package io.nkmedia.bench;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to measure, on what; run.sh sets the properties.
 *
 * @param tarball the built distribution
 * @param work where servers are unpacked
 * @param endpoint the bundle with the bare endpoints
 * @param result where the result goes
 * @param jsonOffer a browser's SDP, as a JSON string
 * @param parts names, in the order they are measured
 * @param rounds of each peer
 * @param sockets that do nothing
 */
record Settings(
        Path tarball,
        Path work,
        Path endpoint,
        Path result,
        String jsonOffer,
        List<String> parts,
        int rounds,
        int sockets) {
    static Settings read() throws IOException {
        return new Settings(
                Path.of(property("tarball")),
                Path.of(property("work")),
                Path.of(property("endpoint")),
                Path.of(property("result")),
                new TextNode(Files.readString(Path.of(property("offer")))).toString(),
                List.of(property("parts").split(",", -1)),
                Integer.parseInt(property("rounds")),
                Integer.parseInt(property("sockets")));
    }

    private static String property(String name) {
        return Optional.ofNullable(System.getProperty("bench." + name))
                .orElseThrow(() -> new IllegalStateException("-Dbench." + name + " is missing"));
    }
}
