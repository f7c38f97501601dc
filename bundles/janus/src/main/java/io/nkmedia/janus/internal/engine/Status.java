package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.Event;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.janus.internal.leg.Engine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/**
 * What others see of a backend, changed as a whole.
 *
 * @param run the instance that is used or being joined
 * @param engine what legs are opened on
 */
record Status(
        BackendState state,
        Instant since,
        Optional<EngineRun> run,
        Optional<Engine> engine,
        Optional<String> version,
        Optional<String> problem) {
    static Status starting(Instant since, Optional<String> problem) {
        return new Status(BackendState.STARTING, since, Optional.empty(), Optional.empty(), Optional.empty(), problem);
    }

    /** Without an instance. */
    Status none(BackendState changed, Optional<String> why) {
        return new Status(changed, since, Optional.empty(), Optional.empty(), Optional.empty(), why);
    }

    Status joining(EngineRun joined) {
        return new Status(
                BackendState.STARTING,
                since,
                Optional.of(joined),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Status joined(BackendState changed, Engine taken, String of) {
        return new Status(changed, since, run, Optional.of(taken), Optional.of(of), Optional.empty());
    }

    Status in(BackendState changed) {
        return new Status(changed, since, run, engine, version, problem);
    }

    Status at(Instant changed) {
        return new Status(state, changed, run, engine, version, problem);
    }

    /** As whoever watches backends is told. */
    Event event(String service, String backend) {
        var body = new LinkedHashMap<String, Object>();
        body.put("service", service);
        body.put("backend", backend);
        run.ifPresent(now -> body.put("instance", now.id()));
        body.put("state", state.name().toLowerCase(Locale.ROOT));
        version.ifPresent(text -> body.put("version", text));
        problem.ifPresent(text -> body.put("problem", text));
        return Event.of("core", "backend", "state", backend, body);
    }

    int legs() {
        return run.map(EngineRun::legs).orElse(0);
    }
}
