package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class JarTest {
    @TempDir
    Path folder;

    private Path jar(Map<String, String> headers) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        var file = folder.resolve("it.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new JarEntry("content"));
            out.write("some content".repeat(1000).getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return file;
    }

    private static Map<String, String> bundle() {
        return Map.of(
                "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "it;singleton:=true", "Bundle-Version", "1.2.3");
    }

    @Test
    void wholeBundle_isRead() throws Exception {
        var jar = Jar.of(jar(bundle()), "it.jar");
        assertThat(jar.symbolicName()).isEqualTo("it");
        assertThat(jar.version()).isEqualTo(Version.parseVersion("1.2.3"));
    }

    @Test
    void halfAJar_isRefused_wheneverItWasCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(jar(bundle()));
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            var half = Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Jar.of(half, "half.jar"))
                    .isInstanceOf(Refused.class)
                    .hasMessageStartingWith("half.jar is not a whole jar: ");
        }
    }

    @Test
    void wrongByteInside_isFound() throws IOException {
        byte[] bytes = Files.readAllBytes(jar(bundle()));
        // The end has the directory: the content before it is what a checksum guards.
        bytes[bytes.length / 2] ^= 0x55;
        var broken = Files.write(folder.resolve("broken.jar"), bytes);
        assertThatThrownBy(() -> Jar.of(broken, "broken.jar")).isInstanceOf(Refused.class);
    }

    @Test
    void jarThatIsNoBundle_isRefused() throws IOException {
        var plain = jar(Map.of());
        assertThatThrownBy(() -> Jar.of(plain, "it.jar"))
                .hasMessage("it.jar is not a bundle: its manifest has no Bundle-SymbolicName");
    }

    @Test
    void versionThatIsNone_isRefused() throws IOException {
        var odd = jar(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "it", "Bundle-Version", "one"));
        assertThatThrownBy(() -> Jar.of(odd, "it.jar")).hasMessage("it.jar is not a bundle: its version is one");
    }

    @Test
    void fragment_isRefused() throws IOException {
        var fragment = jar(Map.of("Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "it", "Fragment-Host", "host"));
        assertThatThrownBy(() -> Jar.of(fragment, "it.jar")).hasMessageContaining("is a fragment");
    }
}
