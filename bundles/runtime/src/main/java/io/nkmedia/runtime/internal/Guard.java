package io.nkmedia.runtime.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts guards: small shell processes that end an engine when its controller has died. One file serves all of them.
 */
public final class Guard {
    private static final String NAME = "guard.sh";

    private final Path script;
    private final Times times;

    /** Writes the script below {@code data}; guards that run keep the one that they were started with. */
    Guard(Path data, Times times) throws IOException {
        this.script = data.resolve(NAME);
        this.times = times;
        try (var in = Guard.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new FileNotFoundException(NAME);
            }
            PrivateFiles.replace(script, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Starts the guard of an engine whose lease lies in {@code folder}. */
    public Leader start(InstanceFolder folder, Leader engine) throws IOException {
        long checks = times.lease().toSeconds() / times.check().toSeconds();
        var process = Launch.startSilent(List.of(
                "sh",
                script.toString(),
                folder.home().toString(),
                Long.toString(engine.pid()),
                Long.toString(engine.start()),
                Long.toString(checks),
                Long.toString(times.check().toSeconds())));
        return Leader.of(process.pid());
    }
}
