package io.nkmedia.api.hook;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides who may do what; if nobody decides, the caller's roles do. An exception, a failed stage or no decision within
 * 1 s denies. Called on the connection's mailbox, whose further requests wait for the decision; must not block.
 *
 * <p>Not asked about what every logged-in client may do: {@code core/core/*}, log-out, {@code core/api/describe}.
 */
@ConsumerType
public interface Authorizer {
    /** Whether the command may run. */
    default CompletionStage<AccessDecision> command(ApiRequest request) {
        return AccessDecision.pass().now();
    }

    /** Whether the caller may hear these events; the command {@code core/event/subscribe} itself was allowed before. */
    default CompletionStage<AccessDecision> subscription(SubscriptionRequest request) {
        return AccessDecision.pass().now();
    }
}
