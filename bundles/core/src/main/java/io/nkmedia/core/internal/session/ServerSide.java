package io.nkmedia.core.internal.session;

import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import java.util.Map;

/** What is on the server side of a session talks to it, from any thread. */
record ServerSide(SessionLife life) implements MediaPath.PathEvents {
    @Override
    public void description(Description description) {
        life.post(() -> life.negotiation().description(description));
    }

    @Override
    public void candidate(Candidate candidate) {
        life.post(() -> life.negotiation().exchange().candidateOfServer(candidate));
    }

    @Override
    public void candidatesEnd() {
        life.post(() -> life.negotiation().exchange().outbound().end());
    }

    @Override
    public void status(Map<String, Object> changed) {
        life.post(() -> life.status(changed));
    }

    @Override
    public void connectivity(boolean failed, String why) {
        life.post(() -> life.watch().connectivity(failed, why));
    }

    @Override
    public void ended(StopReason why) {
        life.post(() -> life.pathEnded(why));
    }
}
