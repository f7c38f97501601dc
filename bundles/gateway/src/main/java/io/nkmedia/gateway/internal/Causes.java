package io.nkmedia.gateway.internal;

import io.nkmedia.base.Stages;
import java.io.IOException;

/** What an operator is told of a failure. */
public final class Causes {
    private Causes() {}

    static String text(Throwable failure) {
        var cause = Stages.cause(failure);
        if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
            return String.valueOf(cause.getMessage());
        }
        return "internal error";
    }
}
