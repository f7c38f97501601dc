package io.nkmedia.testing.backend;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.LegEvents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a leg's owner was told. */
public final class RecordedEvents implements LegEvents {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<StopReason> ends = new CopyOnWriteArrayList<>();
    private final Map<String, Object> status = new ConcurrentHashMap<>();

    @Override
    public void candidate(Candidate candidate) {
        log.add("candidate " + candidate.candidate());
    }

    @Override
    public void candidatesEnd() {
        log.add("candidates end");
    }

    @Override
    public void status(Map<String, Object> changed) {
        status.putAll(changed);
        log.add("status " + changed);
    }

    @Override
    public void connectivity(boolean failed, String why) {
        log.add((failed ? "failed: " : "works: ") + why);
    }

    @Override
    public void ended(StopReason why) {
        ends.add(why);
        log.add("ended " + why);
    }

    /** All of it, in order. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Each time that the end was told; more than one is a bug. */
    public List<StopReason> ends() {
        return List.copyOf(ends);
    }

    /** The last value of a key of the status. */
    public Optional<Object> status(String key) {
        return Optional.ofNullable(status.get(key));
    }
}
