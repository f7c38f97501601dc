package io.nkmedia.janus.internal.engine;

import io.nkmedia.base.Pending;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Stages;
import io.nkmedia.base.Time;
import io.nkmedia.janus.internal.wire.ControlClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks an engine for signs of life. One that stops answering is found out 11 to 16 s later: pings go each 5 s, each has
 * just under 1 s, the third miss in a row counts.
 */
final class Health {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMillis(900);
    private static final Duration KEEPALIVE = Duration.ofSeconds(20);
    private static final int MISSES = 3;

    private final ControlClient control;
    private final Consumer<String> dead;
    private final AtomicInteger misses = new AtomicInteger();

    Health(ControlClient control, Consumer<String> dead) {
        this.control = control;
        this.dead = dead;
    }

    void start(Scope scope, Time time) {
        scope.every(time, PERIOD, () -> ping(scope));
        scope.every(time, KEEPALIVE, control::keepalive);
    }

    /** A connection that is closed, or held by a newer version of this bundle, tells nothing of the engine's health. */
    private void ping(Scope scope) {
        control.ping(LIMIT).whenComplete((pong, failure) -> {
            if (failure == null) {
                alive();
            } else if (Stages.cause(failure) instanceof Pending.Timeout
                    && misses.incrementAndGet() == MISSES
                    && !scope.isClosed()) {
                dead.accept("it did not answer " + MISSES + " pings");
            }
        });
    }

    /** A late answer is an answer too: it is slow, not dead. */
    void alive() {
        misses.set(0);
    }
}
