package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenFilesTest {
    @TempDir
    Path folder;

    /** Nobody asks it: what is whole here has no features. */
    private final BrokenFiles broken = new BrokenFiles((FeaturesService) Proxy.newProxyInstance(
            FeaturesService.class.getClassLoader(),
            new Class<?>[] {FeaturesService.class},
            (proxy, method, arguments) -> {
                throw new AssertionError(method.getName());
            }));

    private File file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toFile();
    }

    @Test
    void brokenJar_isTakenAndRefused_alsoWhenItHasChanged() throws IOException {
        var jar = file("it.jar", "no jar");
        assertThat(broken.canHandle(jar)).isTrue();
        assertThatThrownBy(() -> broken.install(jar)).hasMessageStartingWith("it.jar is not a whole jar");
        assertThatThrownBy(() -> broken.update(jar)).hasMessageStartingWith("it.jar is not a whole jar");
    }

    @Test
    void brokenXml_isTakenAndRefused() throws IOException {
        var xml = file("it.xml", "<features><feature>");
        assertThat(broken.canHandle(xml)).isTrue();
        assertThatThrownBy(() -> broken.install(xml)).hasMessageStartingWith("it.xml is not whole");
    }

    @Test
    void whatIsWhole_orSomethingElse_isLeftToOthers() throws IOException {
        assertThat(broken.canHandle(file("it.xml", "<other name='x'/>"))).isFalse();
        assertThat(broken.canHandle(file("it.cfg", "<"))).isFalse();
        assertThat(broken.canHandle(folder.toFile())).isFalse();
    }

    @Test
    void externalEntities_areNotRead() throws IOException {
        var secret = file("secret", "secret");
        var xml = file("it.xml", "<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toURI() + "'>]><a>&e;</a>");
        assertThatThrownBy(() -> broken.install(xml)).hasMessageNotContaining("secret<");
    }
}
