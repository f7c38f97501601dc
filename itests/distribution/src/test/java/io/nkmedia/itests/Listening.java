package io.nkmedia.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Where a process takes TCP connections, as the kernel tells it. */
record Listening(int port, boolean loopback) {
    private static final String LISTEN = "0A";

    /** All TCP sockets that this process and those that it started listen on. */
    static Set<Listening> of(ProcessHandle process) throws IOException {
        Set<String> inodes = new HashSet<>();
        Stream.concat(Stream.of(process), process.descendants()).forEach(each -> inodes.addAll(sockets(each.pid())));
        Set<Listening> found = new HashSet<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            if (Files.exists(Path.of(table))) {
                Files.readAllLines(Path.of(table)).stream()
                        .skip(1)
                        .map(line -> line.trim().split("\\s+"))
                        .filter(field -> field[3].equals(LISTEN) && inodes.contains("socket:[" + field[9] + "]"))
                        .forEach(field -> found.add(parse(field[1])));
            }
        }
        return found;
    }

    /** The links to the sockets, and to all other files, that a process has open. */
    static Set<String> sockets(long pid) {
        Set<String> links = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    links.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return links;
    }

    /** {@code HEXADDRESS:HEXPORT}, each four bytes of the address in the machine's (little-endian) order. */
    private static Listening parse(String local) {
        String address = local.substring(0, local.indexOf(':'));
        boolean loopback = address.length() == 8
                ? address.endsWith("7F")
                : address.equals("00000000000000000000000001000000")
                        || (address.startsWith("0000000000000000FFFF0000") && address.endsWith("7F"));
        return new Listening(Integer.parseInt(local.substring(local.indexOf(':') + 1), 16), loopback);
    }
}
