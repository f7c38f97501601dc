package io.nkmedia.api.hook;

import io.nkmedia.api.Event;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of the service's media sessions. None of its calls may block. An exception, a failed stage or no decision within
 * 1 s skips the listener this time.
 */
@ConsumerType
public interface SessionListener {
    /** Before a session is made: may refuse it, or set some of its fields. On the connection's mailbox. */
    default CompletionStage<StartDecision> starting(SessionStart start) {
        return StartDecision.pass().now();
    }

    /** Each event of each session, in the session's order, on its mailbox. */
    default void event(Event event) {}

    /**
     * A session is over. Told once, after its event {@code destroyed}.
     *
     * @param reason the name of the reason, such as {@code user_stop}
     */
    default void ended(String sessionId, String reason) {}
}
