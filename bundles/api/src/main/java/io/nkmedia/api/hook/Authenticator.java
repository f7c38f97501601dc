package io.nkmedia.api.hook;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides who may log in, before token and configured users are looked at. An exception, a failed stage or no decision
 * within 1 s refuses the log-in.
 */
@ConsumerType
public interface Authenticator {
    /** Called on the connection's mailbox; must not block. A refusal is answered late, as with a wrong password. */
    CompletionStage<LoginDecision> authenticate(Credentials credentials);
}
