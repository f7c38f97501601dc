package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.testing.backend.BackendFixture;
import io.nkmedia.testing.backend.MediaBackendContract;
import io.nkmedia.testing.backend.RealPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real Janus, through the real gateway. Set-up only: no media flows, so no special interface is needed. */
@Tag("real")
final class JanusContractTest extends MediaBackendContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Override
    protected BackendFixture start() {
        return new Fixture(folder);
    }

    private static final class Fixture implements BackendFixture {
        private final RealPool pool = new RealPool();
        private final LocalRuntime runtime;
        private final JanusFixture janus;
        private final MediaBackend first;
        private boolean stopped;

        Fixture(Path folder) {
            runtime = new LocalRuntime(folder);
            janus = new JanusFixture(runtime, pool, pool, JanusFixture.config(Map.of()), Sockets.Real::new);
            first = janus.backend();
        }

        @Override
        public MediaBackend backend() {
            return stopped ? first : janus.backend();
        }

        @Override
        public List<String> legs() {
            return runtime.running().stream()
                    .flatMap(engine -> AdminProbe.legs(engine).stream())
                    .toList();
        }

        @Override
        public void kill() {
            runtime.running().forEach(engine -> engine.process().destroyForcibly());
        }

        @Override
        public MediaBackend replace() {
            janus.replaceBundle();
            return janus.backend();
        }

        @Override
        public void stop() {
            stopped = true;
            await(LIMIT, janus.extension.stop());
        }

        @Override
        public void close() {
            janus.close();
            runtime.close();
            pool.close();
        }
    }
}
