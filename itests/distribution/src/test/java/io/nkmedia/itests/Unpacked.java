package io.nkmedia.itests;

import io.nkmedia.testing.QuietPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A freshly unpacked distribution: bound to loopback on two free ports, with one user of the shell, and cut off from the
 * user's Maven repository and from remote ones.
 */
record Unpacked(Path home, int httpPort, int sshPort, String shellPassword) {
    static final String SHELL_USER = "tester";

    /** Unpacks into a folder of this name. What an earlier run left there, for its logs, is removed. */
    static Unpacked into(String name) throws IOException {
        Path home = Path.of(property("nkmedia.work"), name);
        run("rm", "-rf", home.toString());
        Files.createDirectories(home);
        run("tar", "-xzf", property("nkmedia.tarball"), "-C", home.toString(), "--strip-components=1");
        int http = QuietPort.find();
        int ssh = QuietPort.find();
        while (ssh == http) {
            ssh = QuietPort.find();
        }
        Unpacked unpacked = new Unpacked(home, http, ssh, UUID.randomUUID().toString());
        unpacked.configure();
        return unpacked;
    }

    Path etc() {
        return home.resolve("etc");
    }

    private void configure() throws IOException {
        replace(
                "org.ops4j.pax.web.cfg",
                "org.osgi.service.http.port = 8181",
                "org.osgi.service.http.port = " + httpPort);
        replace("org.ops4j.pax.web.cfg", "addresses = 0.0.0.0", "addresses = 127.0.0.1");
        replace("org.apache.karaf.shell.cfg", "sshPort = 8101", "sshPort = " + sshPort);
        Files.writeString(
                etc().resolve("users.properties"),
                SHELL_USER + " = " + shellPassword
                        + ",_g_:all\n_g_\\:all = group,admin,manager,viewer,systembundles,ssh\n");
        Path noRepository = Files.createDirectories(home.resolve("data/no-repository"));
        Files.writeString(etc().resolve("org.ops4j.pax.url.mvn.cfg"), """
                org.ops4j.pax.url.mvn.localRepository = %s
                org.ops4j.pax.url.mvn.useFallbackRepositories = false
                org.ops4j.pax.url.mvn.defaultRepositories = ${karaf.home.uri}system@id=system@snapshots
                org.ops4j.pax.url.mvn.repositories =
                """.formatted(noRepository));
    }

    private void replace(String file, String old, String replacement) throws IOException {
        Path path = etc().resolve(file);
        String text = Files.readString(path);
        if (!text.contains(old)) {
            throw new IllegalStateException(file + " has no line with: " + old);
        }
        Files.writeString(path, text.replace(old, replacement));
    }

    private static void run(String... command) throws IOException {
        Tool.run(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is not set: run this by Maven");
        }
        return value;
    }
}
