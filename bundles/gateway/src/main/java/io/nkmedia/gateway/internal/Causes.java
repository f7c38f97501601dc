package io.nkmedia.gateway.internal;

import java.io.IOException;
import java.util.concurrent.CompletionException;

/** What an operator is told of a failure. */
public final class Causes {
    private Causes() {}

    static Throwable root(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static String text(Throwable failure) {
        var cause = root(failure);
        if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
            return String.valueOf(cause.getMessage());
        }
        return "internal error";
    }
}
