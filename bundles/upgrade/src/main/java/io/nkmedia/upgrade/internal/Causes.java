package io.nkmedia.upgrade.internal;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;

/** What a failure says, down to what it came from, in one line. */
final class Causes {
    private static final int DEEPEST = 5;

    private Causes() {}

    static String text(Throwable failure) {
        var texts = new ArrayList<String>();
        var each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            var message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            var text = message.lines().findFirst().orElse("").strip();
            if (!(each instanceof ExecutionException) && texts.stream().noneMatch(before -> before.contains(text))) {
                texts.add(text);
            }
            // Karaf hangs what went wrong with each bundle on the side.
            each = each.getCause() == null && each.getSuppressed().length > 0
                    ? each.getSuppressed()[0]
                    : each.getCause();
        }
        return String.join(": ", texts).replace("::", ":").replace(".:", ":");
    }
}
