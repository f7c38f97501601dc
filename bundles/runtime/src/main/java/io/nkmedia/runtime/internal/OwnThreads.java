package io.nkmedia.runtime.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime's own threads, the only ones that may block on files and processes. Those that idle end. Their queue
 * holds at most one task for each key and is bounded by the number of keys.
 */
final class OwnThreads {
    private static final Logger LOG = LoggerFactory.getLogger(OwnThreads.class);
    private static final int COUNT = 16;
    private static final int IDLE_SECONDS = 10;
    private static final int END_SECONDS = 10;

    private OwnThreads() {}

    static ThreadPoolExecutor create() {
        var count = new AtomicInteger();
        var threads = new ThreadPoolExecutor(
                COUNT, COUNT, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "nkmedia-runtime-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    // The JDK's thread that waits for a child inherits it, and lives as long as the engine does.
                    thread.setContextClassLoader(null);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Lets what runs come to its end, so that nothing is half done when the next runtime object looks at it. */
    static void end(ThreadPoolExecutor threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Work on instances was still going on when the runtime went");
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the last work, within the same limit. */
    static void await(String what, CompletableFuture<Void> work) {
        try {
            work.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} failed: {}", what, e.toString());
        }
    }
}
