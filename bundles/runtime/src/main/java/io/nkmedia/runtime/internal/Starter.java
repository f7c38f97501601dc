package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts engines as processes. Blocks; for the runtime's own threads. */
final class Starter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
    private static final int ATTEMPTS = 3;

    private final Folders folders;
    private final Programs programs;
    private final Guard guards;
    private final Leader controller;
    private final Times times;
    private final Secrets secrets = new Secrets();

    Starter(Folders folders, Programs programs, Guard guards, Leader controller, Times times) {
        this.folders = folders;
        this.programs = programs;
        this.guards = guards;
        this.controller = controller;
        this.times = times;
    }

    /** What is decided once for all attempts. */
    private record Plan(
            InstanceSpec spec,
            String digest,
            Optional<Range> rtp,
            Path program,
            InstanceFolder folder,
            Path recordings) {}

    /** What one attempt has brought about. */
    private record Started(String id, Process process, Map<String, Integer> ports, Map<String, String> secrets) {}

    /** Starts one; with other ports again if it ends at once, since somebody may have been quicker with a port. */
    Engine start(InstanceSpec spec, String digest, Optional<Range> rtp) throws IOException {
        var folder = folders.of(spec.key());
        var plan = new Plan(spec, digest, rtp, programs.find(spec), folder, folders.recordings(spec.key()));
        for (int attempt = 1; ; attempt++) {
            var started = launch(plan);
            var engine = register(plan, started);
            if (engine.isPresent() && !endsSoon(started.process())) {
                return engine.get();
            }
            var why = why(plan, started);
            if (engine.isPresent()) {
                engine.get().stop(Duration.ZERO);
            }
            LOG.warn("{}: {} (attempt {} of {})", spec.key(), why, attempt, ATTEMPTS);
            if (attempt == ATTEMPTS) {
                throw new RuntimeUnavailable(why);
            }
        }
    }

    private static String why(Plan plan, Started started) throws IOException {
        return plan.spec().engine().kind() + " " + Engine.ending(started.process())
                + " as soon as it was started; its last words: "
                + Redacted.text(plan.folder().lastOutput(), started.secrets());
    }

    private Started launch(Plan plan) throws IOException {
        var engine = plan.spec().engine();
        var folder = plan.folder();
        var fresh = secrets.fresh(engine.secrets());
        // Also fit for an engine that wants a host name or the like.
        var id = plan.spec().key().replaceAll("[^A-Za-z0-9]+", "-") + "-" + secrets.id();
        var files = new HashMap<String, String>();
        var command = new ArrayList<>(List.of(plan.program().toString()));
        Map<String, Integer> numbers;
        folder.prepare();
        try (var ports = ControlPorts.reserve(engine.ports())) {
            numbers = ports.numbers();
            var templates =
                    new Templates(values(plan, id, numbers, fresh), plan.spec().config());
            engine.files().forEach((name, text) -> files.put(name, templates.fill(name, text)));
            engine.arguments().forEach(text -> command.add(templates.fill("an argument", text)));
            folder.write(files);
        }
        var process = Launch.start(command, folder.engine(), folder.output().toFile());
        return new Started(id, process, numbers, fresh);
    }

    /** Makes it known on disk, with a guard beside it; empty if it has ended meanwhile. */
    private Optional<Engine> register(Plan plan, Started started) throws IOException {
        var process = started.process();
        try {
            var leader = Leader.of(process.pid());
            // Before the record: if all ends here, the guard still ends the engine.
            var guard = guards.start(plan.folder(), leader);
            var record = new InstanceRecord(
                    plan.spec().key(),
                    started.id(),
                    plan.digest(),
                    controller,
                    leader,
                    guard,
                    started.ports(),
                    plan.rtp(),
                    started.secrets(),
                    plan.recordings().toString());
            plan.folder().write(record);
            return Optional.of(new Engine(record, plan.folder(), Optional.of(process)));
        } catch (IOException e) {
            if (endsSoon(process)) {
                return Optional.empty();
            }
            process.destroyForcibly();
            throw e;
        }
    }

    private static Map<String, String> values(
            Plan plan, String id, Map<String, Integer> ports, Map<String, String> fresh) {
        var values = new HashMap<String, String>();
        values.put("dir", plan.folder().engine().toString());
        values.put("record", plan.recordings().toString());
        values.put("bind", ControlPorts.ADDRESS);
        values.put("id", id);
        ports.forEach((name, port) -> values.put("port." + name, Integer.toString(port)));
        fresh.forEach((name, secret) -> values.put("secret." + name, secret));
        plan.rtp().ifPresent(range -> {
            values.put("rtp.from", Integer.toString(range.from()));
            values.put("rtp.to", Integer.toString(range.to()));
        });
        return values;
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
