package io.nkmedia.upgrade.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does what may never return on a thread of its own, for a limited time. */
final class Steps {
    /** For a bundle's start. Sessions wait for a plugin for 10 s: there must be time left to take it back. */
    static final Duration START = Duration.ofSeconds(5);

    /** How long a thread that was interrupted may take to see it. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Something that may fail. */
    interface Step {
        void take() throws Exception;
    }

    /** It did not end in time, not even when its thread was interrupted, and may go on. */
    static final class Stuck extends Exception {
        Stuck(String what, Duration limit) {
            super(what + " has not come to an end within " + limit.toSeconds() + " s, and can't be interrupted");
        }
    }

    private Steps() {}

    /**
     * @param what for the text of a failure
     * @throws TimeoutException if it had to be interrupted
     * @throws Stuck if that did not help
     * @throws Exception what the step throws
     */
    static void within(Duration limit, String what, Step step) throws Exception {
        var done = new CompletableFuture<Void>();
        var thread = new Thread(() -> take(step, done), "nkmedia-upgrade-step");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new Exception(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            thread.interrupt();
            thread.join(FAREWELL.toMillis());
            if (thread.isAlive()) {
                throw new Stuck(what, limit);
            }
            throw new TimeoutException(what + " has not come to an end within " + limit.toSeconds() + " s");
        }
    }

    private static void take(Step step, CompletableFuture<Void> done) {
        try {
            step.take();
            done.complete(null);
        } catch (Exception | LinkageError e) {
            done.completeExceptionally(e);
        }
    }
}
