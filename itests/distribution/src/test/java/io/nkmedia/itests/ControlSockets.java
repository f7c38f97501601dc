package io.nkmedia.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The TCP connections of a server of ours to its engines, as the kernel tells them: another socket is another port. */
final class ControlSockets {
    private static final String ESTABLISHED = "01";

    private ControlSockets() {}

    /** {@code LOCALPORT>REMOTEPORT} of each, in hexadecimal, to the engines of one service. */
    static Set<String> of(Distribution server, String service) throws IOException {
        Set<String> ports = new HashSet<>();
        for (long engine : Engines.of(server, service)) {
            Listening.of(ProcessHandle.of(engine).orElseThrow())
                    .forEach(each -> ports.add("%04X".formatted(each.port())));
        }
        Set<String> own = Listening.sockets(server.process().pid());
        Set<String> found = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            if (Files.exists(Path.of(table))) {
                found.addAll(Files.readAllLines(Path.of(table)).stream()
                        .skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(field -> field[3].equals(ESTABLISHED)
                                && ports.contains(port(field[2]))
                                && own.contains("socket:[" + field[9] + "]"))
                        .map(field -> port(field[1]) + ">" + port(field[2]))
                        .collect(Collectors.toSet()));
            }
        }
        return found;
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
