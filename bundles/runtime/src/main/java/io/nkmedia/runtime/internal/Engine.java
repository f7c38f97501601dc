package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An engine that was started.
 *
 * @param child the process as this runtime object started it; empty after the runtime's bundle was replaced
 */
record Engine(InstanceRecord record, InstanceFolder folder, Optional<Process> child) {
    private static final int SIGNALLED = 128;

    boolean alive() throws IOException {
        // Asking the child is only a look at a field. Its onExit() would hold this bundle's code until the engine ends,
        // over an update of the bundle, and there is no way to take that back: so engines are looked at often.
        return child.isPresent() ? child.get().isAlive() : record.engine().alive();
    }

    /** Ends it, its guard, and all that is secret. */
    void stop(Duration polite) throws IOException {
        record.engine().stop(polite);
        record.guard().kill();
        folder.forget();
    }

    /** How it ended, for an operator. */
    String ending() {
        return child.map(Engine::ending).orElse("ended");
    }

    static String ending(Process process) {
        if (process.isAlive()) {
            return "ended";
        }
        int status = process.exitValue();
        return status > SIGNALLED ? "ended by signal " + (status - SIGNALLED) : "ended with status " + status;
    }
}
