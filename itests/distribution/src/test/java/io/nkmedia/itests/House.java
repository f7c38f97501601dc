package io.nkmedia.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of what {@code ./nkmedia} needs of this repository, with the built distribution, to run the script in. */
final class House {
    static final String PASSWORD = "the admin's, for a test";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Path root;
    private final int httpPort;
    private final int sshPort;

    private House(Path root) throws IOException {
        this.root = root;
        httpPort = FreePort.find();
        sshPort = FreePort.find();
    }

    static House build(String name) throws IOException {
        var root = Path.of(Unpacked.property("nkmedia.work"), name);
        Tool.run(new ProcessBuilder("rm", "-rf", root.toString()));
        for (var folder : List.of("bundles", "features", "karaf-assembly/target")) {
            Files.createDirectories(root.resolve(folder));
        }
        var from = Program.root();
        Tool.run(
                new ProcessBuilder("cp", "-a", from + "/nkmedia", from + "/tools", from + "/pom.xml", root.toString()));
        var tarball = Path.of(Unpacked.property("nkmedia.tarball")).normalize();
        // Copied last, and so newer than its sources: nothing is built.
        Files.copy(
                tarball,
                root.resolve("karaf-assembly/target").resolve(tarball.getFileName()),
                StandardCopyOption.REPLACE_EXISTING);
        return new House(root);
    }

    int httpPort() {
        return httpPort;
    }

    int sshPort() {
        return sshPort;
    }

    /** Starts {@code ./nkmedia} with these words. */
    Program nkmedia(String... words) throws IOException {
        // What is started in the background ignores Ctrl-C, and so would all that it starts.
        var command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                "NKMEDIA_HTTP_PORT=" + httpPort,
                "NKMEDIA_SSH_PORT=" + sshPort,
                "NKMEDIA_ADMIN_PASSWORD=" + PASSWORD,
                "./nkmedia"));
        command.addAll(List.of(words));
        return Program.start(root, command.toArray(String[]::new));
    }

    /** The same, until its end; gives what it printed. */
    List<String> done(int exitCode, String... words) throws IOException {
        var program = nkmedia(words);
        int code = program.end(LIMIT);
        if (code != exitCode) {
            throw new AssertionError(List.of(words) + " ended with " + code + ": " + program.lines());
        }
        return program.lines();
    }

    /** Processes whose command line or working folder is in here: the server, its engines, their guards. */
    Set<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> Path.of("/proc", String.valueOf(process.pid())))
                .filter(this::isOurs)
                .map(Path::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).contains(root + "/")
                    || Files.readSymbolicLink(process.resolve("cwd")).startsWith(root.resolve("run"));
        } catch (IOException ended) {
            return false;
        }
    }

    /** The files that the server has made, but for its log and Karaf's copy of the bundles. */
    Set<String> files() throws IOException {
        var data = Files.list(root.resolve("run"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow()
                .resolve("data");
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .filter(file -> !file.startsWith("log/") && !file.startsWith("cache/"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
