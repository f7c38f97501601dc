package com.example.tone;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.testing.backend.BackendFixture;
import io.nkmedia.testing.backend.MediaBackendContract;
import java.util.List;
import java.util.Map;

/** What each media backend keeps. */
final class ToneContractTest extends MediaBackendContract {
    private static final BackendConfig CONFIG = new BackendConfig("tone", "tone", "auto", Map.of());

    @Override
    protected BackendFixture start() {
        return new Fixture();
    }

    @Override
    protected SdpKind kind() {
        return SdpKind.RTP;
    }

    /** Its sound comes from this process. */
    @Override
    protected boolean outlivesItsBundle() {
        return false;
    }

    private static final class Fixture implements BackendFixture {
        private ToneBackend backend = new ToneBackend(CONFIG, () -> Note.BY_DEFAULT);

        @Override
        public MediaBackend backend() {
            return backend;
        }

        @Override
        public List<String> legs() {
            return backend.playing();
        }

        @Override
        public void kill() {
            backend.restart();
        }

        @Override
        public MediaBackend replace() {
            backend.stop();
            backend = new ToneBackend(CONFIG, () -> Note.BY_DEFAULT);
            return backend;
        }

        @Override
        public void stop() {
            backend.stop();
        }

        @Override
        public void close() {
            backend.stop();
        }
    }
}
