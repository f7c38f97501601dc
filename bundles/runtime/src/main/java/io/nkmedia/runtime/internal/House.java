package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.IOException;
import java.util.Optional;

/** What all slots share. */
record House(
        Folders folders,
        RtpRanges ranges,
        Starter starter,
        Containers containers,
        Guard guards,
        Leader controller,
        Times times) {

    /** The engine that a record tells of. */
    Engine engine(InstanceRecord record, InstanceFolder folder) {
        return record.container().isPresent()
                ? containers.of(record, folder)
                : new Program(record, folder, Optional.empty());
    }

    /** Whether another controller that lives answers for it. */
    boolean isForeign(InstanceRecord record) throws IOException {
        return !record.controller().same(controller) && record.controller().alive();
    }

    /** Starts an engine where its spec wants it. */
    Engine start(InstanceSpec spec, String digest, Optional<Range> rtp) throws IOException {
        var plan = new Plan(spec, digest, rtp, folders.of(spec.key()), folders.recordings(spec.key()), controller);
        return inContainer(spec) ? containers.start(plan) : starter.start(plan);
    }

    private boolean inContainer(InstanceSpec spec) {
        var runtime = spec.config().runtime();
        if (!runtime.equals("auto")) {
            return runtime.equals("docker");
        }
        if (!spec.config().settings().containsKey("image")) {
            return false;
        }
        if (containers.answers(spec)) {
            return true;
        }
        if (starter.programs().has(spec)) {
            return false;
        }
        throw RuntimeUnavailable.passing(
                "no Docker engine answers, and " + spec.engine().kind() + " is not installed");
    }
}
