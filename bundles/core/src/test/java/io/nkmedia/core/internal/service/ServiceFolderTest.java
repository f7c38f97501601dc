package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.core.internal.json.Json;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ServiceFolderTest {
    @TempDir
    Path home;

    private final List<String> told = new ArrayList<>();
    private ServiceFolder folder;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        folder = new ServiceFolder(home.resolve("etc"), home.resolve("data"), configurations(), new Json());
    }

    /** Remembers what is put in. */
    private ConfigurationAdmin configurations() {
        var configuration = (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (proxy, method, arguments) -> {
                    told.add(
                            arguments == null
                                    ? method.getName()
                                    : ((Dictionary<?, ?>) arguments[0])
                                            .get(Services.DOCUMENT)
                                            .toString());
                    return arguments == null ? null : (Object) true;
                });
        return (ConfigurationAdmin) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConfigurationAdmin.class},
                (proxy, method, arguments) -> configuration);
    }

    @Test
    void document_isWrittenWhole_forItsOwner_andToldToConfigAdmin() throws IOException {
        folder.write("demo", "{\"name\":\"demo\"}");
        var file = home.resolve("etc/io.nkmedia.service-demo.json");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(told).containsExactly("{\"name\":\"demo\"}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        folder.write("demo", "{}");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        assertThat(folder.document("demo")).contains("{}");
        try (var left = Files.list(home.resolve("etc"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void record_isReadBack_andGoesWithTheService() throws IOException {
        var record = ServiceRecord.fresh("{}")
                .trial("{\"a\":1}", 7, Optional.of("operator-1"))
                .drain(Optional.of(8L));
        assertThat(folder.record("demo")).isEmpty();
        folder.keep("demo", record);
        assertThat(folder.record("demo")).contains(record);
        folder.write("demo", "{}");
        folder.delete("demo");
        assertThat(folder.record("demo")).isEmpty();
        assertThat(folder.document("demo")).isEmpty();
        assertThat(told).endsWith("delete");
    }

    @Test
    void brokenRecord_isANewOne() throws IOException {
        folder.keep("demo", ServiceRecord.fresh("{}"));
        Files.writeString(home.resolve("data/nkmedia/services/demo.json"), "{broken");
        assertThat(folder.record("demo")).isEmpty();
    }
}
