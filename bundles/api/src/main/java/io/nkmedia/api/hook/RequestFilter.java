package io.nkmedia.api.hook;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Stands around each command of the service: may answer it, change it, or pass it on. An exception, a failed stage or no
 * decision within 1 s skips the filter for this request. Called on the connection's mailbox, whose further requests wait
 * while {@link #before} decides; must not block.
 *
 * <p>Sees allowed requests only, and neither log-in nor ping.
 */
@ConsumerType
public interface RequestFilter {
    /** Before the parameters are validated; what it changes is what is validated. */
    default CompletionStage<RequestDecision> before(ApiRequest request) {
        return RequestDecision.pass().now();
    }

    /** After the command, or after a later filter has answered; the last filter is called first. */
    default CompletionStage<ReplyDecision> after(ApiRequest request, ApiReply reply) {
        return ReplyDecision.pass().now();
    }
}
