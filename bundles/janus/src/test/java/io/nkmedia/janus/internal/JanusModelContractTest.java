package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.testing.backend.BackendFixture;
import io.nkmedia.testing.backend.MediaBackendContract;
import io.nkmedia.testing.backend.RealPool;
import io.nkmedia.testing.janus.ModelRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The contract against the model: in milliseconds, on any machine. */
final class JanusModelContractTest extends MediaBackendContract {
    @Override
    protected BackendFixture start() {
        return new Fixture();
    }

    private static final class Fixture implements BackendFixture {
        private final RealPool pool = new RealPool();
        private final ModelRuntime runtime = new ModelRuntime();
        private final JanusFixture janus =
                new JanusFixture(runtime, pool, pool, JanusFixture.config(Map.of()), Sockets.Direct::create);
        private final MediaBackend first = janus.backend();
        private boolean stopped;

        @Override
        public MediaBackend backend() {
            return stopped ? first : janus.backend();
        }

        @Override
        public List<String> legs() {
            return runtime.models().flatMap(model -> model.legs().stream()).toList();
        }

        @Override
        public void kill() {
            runtime.kill();
        }

        @Override
        public MediaBackend replace() {
            janus.replaceBundle();
            return janus.backend();
        }

        @Override
        public void stop() {
            stopped = true;
            await(Duration.ofSeconds(10), janus.extension.stop());
        }

        @Override
        public void close() {
            janus.close();
            runtime.close();
            pool.close();
        }
    }
}
