package io.nkmedia.janus.internal.leg;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.base.Stages;
import io.nkmedia.janus.internal.wire.Gone;
import io.nkmedia.janus.internal.wire.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients are told of an engine's failures: never its own words, which go to the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Loads what it needs: a bundle that was uninstalled can't do that any more, and its legs may still be asked. */
    static void prepare() {
        LOG.trace("what fails unexpectedly is {}", error(new IllegalStateException()));
    }

    /** The failure of something that was asked about a leg. */
    static ApiException of(String leg, String what, Throwable failure) {
        var cause = Stages.cause(failure);
        if (cause instanceof ApiException known) {
            return known;
        }
        LOG.info("leg {}: {} failed: {}", leg, what, cause.toString());
        return error(cause).error();
    }

    private static CoreError error(Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return switch (refusal.code()) {
                case 437, 465, 469 -> CoreError.INVALID_SDP;
                case 458, 459 -> CoreError.BACKEND_DOWN;
                default -> CoreError.SESSION_FAILED;
            };
        }
        return cause instanceof Gone ? CoreError.BACKEND_DOWN : CoreError.SESSION_FAILED;
    }
}
