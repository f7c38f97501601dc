package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.Map;

/** What is on the server side of a session talks to it, from any thread. */
record ServerSide(MediaSession session) implements MediaPath.PathEvents {
    @Override
    public void description(Description description) {
        session.tell(negotiation -> negotiation.description(description));
    }

    @Override
    public void candidate(Candidate candidate) {
        session.tell(negotiation -> negotiation.outbound().candidate(candidate));
    }

    @Override
    public void candidatesEnd() {
        session.tell(negotiation -> negotiation.outbound().end());
    }

    @Override
    public void status(Map<String, Object> changed) {
        session.statusChanged(changed);
    }

    @Override
    public void connectivity(boolean failed, String why) {
        session.connectivity(failed, why);
    }

    @Override
    public void ended(StopReason why) {
        session.legEnded(why);
    }
}
