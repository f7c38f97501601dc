package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts engines as processes. Blocks; for the runtime's own threads. */
record Starter(Programs programs, Guard guards, Times times) {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final int ATTEMPTS = 3;

    /** What one attempt has brought about. */
    private record Started(Kit kit, Process process) {}

    /** Starts one; with other ports again if it ends at once, since somebody may have been quicker with a port. */
    Engine start(Plan plan) throws IOException {
        var program = programs.find(plan.spec());
        for (int attempt = 1; ; attempt++) {
            var started = launch(plan, program);
            var engine = register(plan, started);
            if (engine.isPresent() && !endsSoon(started.process())) {
                return engine.get();
            }
            var why = why(plan, started);
            if (engine.isPresent()) {
                engine.get().stop(Duration.ZERO);
            }
            LOG.warn("{}: {} (attempt {} of {})", plan.spec().key(), why, attempt, ATTEMPTS);
            if (attempt == ATTEMPTS) {
                throw new RuntimeUnavailable(why);
            }
        }
    }

    private static String why(Plan plan, Started started) throws IOException {
        return plan.spec().engine().kind() + " " + Program.ending(started.process())
                + " as soon as it was started; its last words: "
                + Redacted.text(plan.folder().lastOutput(), started.kit().secrets());
    }

    private static Started launch(Plan plan, Path program) throws IOException {
        var command = new ArrayList<>(List.of(program.toString()));
        var folder = plan.folder();
        var kit = plan.prepare();
        kit.close();
        command.addAll(kit.arguments());
        var process = Launch.start(command, folder.engine(), folder.output().toFile());
        return new Started(kit, process);
    }

    /** Makes it known on disk, with a guard beside it; empty if it has ended meanwhile. */
    private Optional<Engine> register(Plan plan, Started started) throws IOException {
        var process = started.process();
        try {
            var leader = Leader.of(process.pid());
            // Before the record: if all ends here, the guard still ends the engine.
            var guard = guards.start(plan.folder(), leader);
            var record = plan.record(started.kit(), leader, guard, Optional.empty());
            plan.folder().write(record);
            return Optional.of(new Program(record, plan.folder(), Optional.of(process)));
        } catch (IOException e) {
            if (endsSoon(process)) {
                return Optional.empty();
            }
            process.destroyForcibly();
            throw e;
        }
    }

    private boolean endsSoon(Process process) {
        try {
            return process.waitFor(times.settle().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The runtime is going. The record is written, so whoever comes next decides.
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
