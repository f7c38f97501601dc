package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Pending;
import io.nkmedia.base.Stages;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed stage means to a client. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static boolean isTimeout(Throwable failure) {
        return failure instanceof Pending.Timeout || failure.getCause() instanceof Pending.Timeout;
    }

    /**
     * The failure as an error of the API. What isn't one is a bug: it goes to the log under a reference, and the client
     * sees the reference only.
     */
    public static ApiException api(Throwable failure, String doing) {
        var cause = Stages.cause(failure);
        if (cause instanceof ApiException api) {
            return api;
        }
        if (cause instanceof Pending.Timeout || cause instanceof TimeoutException) {
            return CoreError.TIMEOUT.error();
        }
        if (cause instanceof Mailbox.Overflow || cause instanceof Pending.Refused) {
            return CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", 1000);
        }
        var ref = UUID.randomUUID().toString();
        LOG.error("Internal error {} while {}", ref, doing, cause);
        return CoreError.INTERNAL_ERROR.error().with("ref", ref);
    }
}
