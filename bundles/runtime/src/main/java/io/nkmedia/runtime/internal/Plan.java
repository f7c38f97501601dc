package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is decided once for all attempts to start an engine.
 *
 * @param recordings the folder for them
 * @param controller who answers for the engine
 */
public record Plan(
        InstanceSpec spec,
        String digest,
        Optional<Range> rtp,
        InstanceFolder folder,
        Path recordings,
        Leader controller) {

    /** Writes the engine's files, with fresh secrets and ports that are held until the kit is closed. */
    public Kit prepare() throws IOException {
        folder.prepare();
        return Kit.make(this);
    }

    /** What will be known of the engine that was started with {@code kit}. */
    public InstanceRecord record(Kit kit, Leader engine, Leader guard, Optional<Placement> container) {
        return new InstanceRecord(
                spec.key(),
                kit.id(),
                digest,
                controller,
                engine,
                guard,
                Map.copyOf(kit.ports()),
                rtp,
                kit.secrets(),
                recordings.toString(),
                container);
    }
}
