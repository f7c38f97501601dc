package io.nkmedia.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An address of 127/8 on an interface that is not the loopback one: an engine that gathers no candidates on the loopback
 * interface takes it, and no packet leaves the machine. Needs root. Interfaces that a killed run left are removed first.
 */
final class LoopbackIce implements AutoCloseable {
    private static final Path INTERFACES = Path.of("/sys/class/net");
    private static final String PREFIX = "nkj";
    private static final int FIRST = 20;
    private static final int LAST = 250;

    private final String name;
    private final String address;

    private LoopbackIce(int number) {
        this.name = PREFIX + number;
        this.address = "127.0." + number + ".1";
    }

    static LoopbackIce open() throws IOException {
        removeLeftOvers();
        for (int number = FIRST; number <= LAST; number++) {
            var ice = new LoopbackIce(number);
            if (!Files.exists(INTERFACES.resolve(ice.name)) && ice.add()) {
                ice.configure();
                return ice;
            }
        }
        throw new IOException("no interface can be made: does this run as root?");
    }

    String address() {
        return address;
    }

    private String peer() {
        return name + "p";
    }

    /** Whether it is ours: another run may have been faster. */
    private boolean add() throws IOException {
        return ip("link", "add", name, "type", "veth", "peer", "name", peer());
    }

    private void configure() throws IOException {
        must(
                "link",
                "set",
                name,
                "alias",
                String.valueOf(ProcessHandle.current().pid()));
        for (String end : new String[] {name, peer()}) {
            Path ipv6 = Path.of("/proc/sys/net/ipv6/conf", end, "disable_ipv6");
            if (Files.exists(ipv6)) {
                Files.writeString(ipv6, "1");
            }
        }
        must("addr", "add", address + "/32", "dev", name);
        // Without both ends up there is no carrier, and the engine passes over it.
        must("link", "set", name, "up");
        must("link", "set", peer(), "up");
    }

    @Override
    public void close() throws IOException {
        must("link", "del", name);
    }

    /** The alias is the process that made it. */
    private static void removeLeftOvers() throws IOException {
        try (var interfaces = Files.newDirectoryStream(INTERFACES, PREFIX + "*")) {
            for (Path each : interfaces) {
                String owner = Files.readString(each.resolve("ifalias")).trim();
                if (owner.matches("\\d+")
                        && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                    must("link", "del", each.getFileName().toString());
                }
            }
        }
    }

    private static void must(String... arguments) throws IOException {
        if (!ip(arguments)) {
            throw new IOException("failed: ip " + String.join(" ", arguments));
        }
    }

    private static boolean ip(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Tool.succeeds(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD),
                Duration.ofSeconds(10));
    }
}
