package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An engine as a process.
 *
 * @param child the process as this runtime object started it; empty after the runtime's bundle was replaced
 */
record Program(InstanceRecord record, InstanceFolder folder, Optional<Process> child) implements Engine {
    @Override
    public boolean alive() throws IOException {
        // Asking the child is only a look at a field. Its onExit() would hold this bundle's code until the engine ends,
        // over an update of the bundle, and there is no way to take that back: so engines are looked at often.
        return child.isPresent() ? child.get().isAlive() : record.engine().alive();
    }

    @Override
    public void stop(Duration polite) throws IOException {
        record.engine().stop(polite);
        record.guard().kill();
        folder.forget();
    }

    @Override
    public String ending() {
        return child.map(Program::ending).orElse("ended");
    }

    @Override
    public String place() {
        return "process " + record.engine().pid();
    }

    @Override
    public Engine with(InstanceRecord more) {
        return new Program(more, folder, child);
    }

    static String ending(Process process) {
        return process.isAlive() ? "ended" : Engine.ending(process.exitValue());
    }
}
