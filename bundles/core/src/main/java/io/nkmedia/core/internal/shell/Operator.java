package io.nkmedia.core.internal.shell;

import java.time.Duration;

/** Who changes a service by the shell, and how long that may take. */
final class Operator {
    /** What events name as the one who did it. */
    static final String NAME = "shell";

    /** The same as by the API. */
    static final Duration CHANGE = Duration.ofMinutes(3);

    static final Duration LOOK = Duration.ofSeconds(5);

    private Operator() {}
}
