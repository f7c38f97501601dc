package io.nkmedia.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceFolderTest {
    private static final int LIMIT = 8 << 20;

    @TempDir
    Path root;

    @Test
    void output_beyondItsBound_isSetAside_soThatTheEngineStartsAFreshOne() throws IOException {
        var folder = new Folders(root).of("demo/janus/0");
        folder.prepare();
        Files.write(folder.output(), new byte[LIMIT]);
        folder.boundOutput();
        assertThat(folder.output()).hasSize(LIMIT);
        Files.write(folder.output(), new byte[LIMIT + 1]);
        folder.boundOutput();
        assertThat(folder.output()).isEmptyFile();
        assertThat(folder.home().resolve("output.log.1")).hasSize(LIMIT + 1);
    }

    @Test
    void output_ofTheLastStart_isKeptOnce() throws IOException {
        var folder = new Folders(root).of("demo/janus/0");
        folder.prepare();
        Files.writeString(folder.output(), "one\ntwo\n");
        assertThat(folder.lastOutput()).isEqualTo("two");
        folder.prepare();
        assertThat(folder.lastOutput()).isEmpty();
        assertThat(folder.home().resolve("output.log.1")).hasContent("one\ntwo\n");
    }

    @Test
    void keys_neverShareAFolder_norLeaveTheirParent() {
        var folders = new Folders(root);
        assertThat(folders.of("a/b").home()).isNotEqualTo(folders.of("a+b").home());
        for (var key : new String[] {"..", "../x", "/", ".", "a/../../b", "%2e", "ä"}) {
            var home = folders.of(key).home();
            assertThat(home.normalize()).isEqualTo(home);
            assertThat(home.getParent()).isEqualTo(root.resolve("instances"));
        }
    }

    @Test
    void record_thatIsBroken_isAsGoodAsNone() throws IOException {
        var folder = new Folders(root).of("demo/janus/0");
        folder.prepare();
        Files.writeString(folder.home().resolve("instance.properties"), "key=demo/janus/0\nengine.pid=x\n");
        assertThat(folder.read()).isEmpty();
    }
}
