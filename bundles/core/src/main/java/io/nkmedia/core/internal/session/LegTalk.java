package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.LegEvents;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What an engine tells of a leg is what a path tells its session.
 *
 * @param current whether it is still the session's leg
 */
record LegTalk(MediaPath.PathEvents session, BooleanSupplier current) implements LegEvents {
    private void tell(Runnable what) {
        if (current.getAsBoolean()) {
            what.run();
        }
    }

    @Override
    public void candidate(Candidate candidate) {
        tell(() -> session.candidate(candidate));
    }

    @Override
    public void candidatesEnd() {
        tell(session::candidatesEnd);
    }

    @Override
    public void status(Map<String, Object> changed) {
        tell(() -> session.status(changed));
    }

    @Override
    public void connectivity(boolean failed, String why) {
        tell(() -> session.connectivity(failed, why));
    }

    @Override
    public void ended(StopReason why) {
        tell(() -> session.ended(why));
    }
}
