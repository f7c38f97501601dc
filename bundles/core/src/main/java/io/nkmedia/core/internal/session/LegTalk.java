package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.LegEvents;
import java.util.Map;

/** What an engine tells of a leg is what a path tells its session. */
record LegTalk(MediaPath.PathEvents session) implements LegEvents {
    @Override
    public void candidate(Candidate candidate) {
        session.candidate(candidate);
    }

    @Override
    public void candidatesEnd() {
        session.candidatesEnd();
    }

    @Override
    public void status(Map<String, Object> changed) {
        session.status(changed);
    }

    @Override
    public void connectivity(boolean failed, String why) {
        session.connectivity(failed, why);
    }

    @Override
    public void ended(StopReason why) {
        session.ended(why);
    }
}
