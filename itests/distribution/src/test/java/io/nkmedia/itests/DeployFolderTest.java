package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is broken in {@code deploy/} is named in the log with its cause, disturbs nothing, and works once it is mended. */
class DeployFolderTest {
    private static final String CONSOLE = "io.nkmedia.console";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Distribution server;
    private static TestClient client;
    private static byte[] newer;

    @BeforeAll
    static void start() throws IOException {
        server = Distribution.unpack("deploy-folder");
        server.service("demo", TestServices.service("demo", ""));
        server.start();
        client =
                TestClient.login(HttpClient.newHttpClient(), server.httpPort(), "demo", "admin", TestServices.PASSWORD);
        newer = Files.readAllBytes(NewerBuild.of(server.jar(CONSOLE), "1.0.777", Set.of()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void halfCopiedJar_isNamed_andInstalledOnceItIsWhole() throws IOException {
        deploy("half.jar", Arrays.copyOf(newer, newer.length / 2));
        told("half.jar is not a whole jar");
        allIsWell();
        assertThat(bundles()).doesNotContain("1.0.777");
        deploy("half.jar", newer);
        Eventually.eventually("it is installed", LIMIT, () -> bundles().contains("1.0.777"));
        Files.delete(deployed("half.jar"));
        Eventually.eventually("it is gone", LIMIT, () -> !bundles().contains("1.0.777"));
        allIsWell();
    }

    @Test
    void jarThatIsNoBundle_isNamed_andIsNoBundleAfterwards() throws IOException {
        Path plain = Files.createTempFile("plain", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(plain))) {
            out.putNextEntry(new JarEntry("readme.txt"));
            out.closeEntry();
        }
        deploy("plain.jar", Files.readAllBytes(plain));
        told("plain.jar is not a bundle");
        deploy("text.jar", "no jar at all".getBytes(StandardCharsets.UTF_8));
        told("text.jar is not a whole jar");
        assertThat(bundles()).doesNotContain("plain").doesNotContain("text.jar");
        allIsWell();
    }

    @Test
    void featureWithAnImpossibleRange_isNamed_andInstalledOnceItIsMended() throws IOException {
        deploy("range.xml", range("[7,8)"));
        told("The features of range.xml can't be installed");
        told("osgi.identity=nkmedia-core; type=karaf.feature; version=\"[7.0.0,8.0.0)\"");
        allIsWell();
        deploy("range.xml", range("[1,2)"));
        Eventually.eventually("it is installed", LIMIT, () -> features().contains("nkmedia-range"));
        Files.delete(deployed("range.xml"));
        Eventually.eventually("it is gone", LIMIT, () -> !features().contains("nkmedia-range"));
        allIsWell();
    }

    @Test
    void featureThatLacksAnother_isInstalledWhenThatOneIsThere_andItIsTouched() throws IOException {
        deploy("first.xml", feature("first", "needs-later", "<feature version=\"[3,4)\">later</feature>", "1.0.0"));
        told("The features of first.xml can't be installed");
        deploy("second.xml", feature("second", "later", "<feature>nkmedia-core</feature>", "3.0.0"));
        Eventually.eventually(
                "the other one is installed", LIMIT, () -> features().contains("later"));
        deploy("first.xml", feature("first", "needs-later", "<feature version=\"[3,4)\">later</feature>", "1.0.0"));
        Eventually.eventually("both are installed", LIMIT, () -> features().contains("needs-later"));
        // In this order: Karaf would keep the wish for a feature that another one needs when its file is deleted.
        Files.delete(deployed("first.xml"));
        Eventually.eventually("it is gone", LIMIT, () -> !features().contains("needs-later"));
        Files.delete(deployed("second.xml"));
        Eventually.eventually("both are gone", LIMIT, () -> !features().contains("later"));
        allIsWell();
    }

    @Test
    void bundleThatLacksAPackage_isNamed_andStartsNothing() throws IOException {
        deploy("lacks.jar", Files.readAllBytes(BadBuild.unresolvable(server.jar(CONSOLE), "1.0.778")));
        Eventually.eventually(
                "the log says what is missing",
                LIMIT,
                () -> server.log().contains("(osgi.wiring.package=no.such.thing)"));
        assertThat(bundles()).containsPattern("Installed.*1\\.0\\.778");
        allIsWell();
        Files.delete(deployed("lacks.jar"));
        Eventually.eventually("it is gone", LIMIT, () -> !bundles().contains("1.0.778"));
    }

    @Test
    void featuresFileThatIsNone_isNamedOnce() throws IOException {
        deploy("cut.xml", "<features name=".getBytes(StandardCharsets.UTF_8));
        told("cut.xml is not whole");
        allIsWell();
    }

    private static byte[] feature(String file, String name, String content, String version) {
        return """
                <features name="%s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                  <feature name="%s" version="%s">%s</feature>
                </features>
                """.formatted(file, name, version, content).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] range(String range) {
        return feature(
                "range", "nkmedia-range", "<feature version=\"%s\">nkmedia-core</feature>".formatted(range), "1.0.0");
    }

    private static void deploy(String name, byte[] content) throws IOException {
        Path draft = Files.write(server.home().resolve("data/deploy.draft"), content);
        Files.move(draft, deployed(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path deployed(String name) {
        return server.home().resolve("deploy").resolve(name);
    }

    private static void told(String what) {
        Eventually.eventually(
                "the log says: " + what,
                LIMIT,
                () -> server.log().lines().anyMatch(line -> line.contains("ERROR") && line.contains(what)));
    }

    private static String bundles() {
        return shell("bundle:list -t 0 -s --no-format");
    }

    private static String features() {
        return shell("feature:list -i --no-format");
    }

    private static String shell(String command) {
        try {
            return server.shell(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void allIsWell() {
        assertThat(client.isOpen()).isTrue();
        client.call("core/core/ping", Map.of());
        assertThat(shell("nkmedia:services")).contains("running");
    }
}
