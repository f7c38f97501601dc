package io.nkmedia.itests.rules;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Calls that are wrong in shipped code, and what to do instead. */
enum Forbidden implements Predicate<Call> {
    BLOCKING(
            "Threads are shared, and one that waits stops others' sessions: compose stages (thenCompose, whenComplete),"
                    + " or wait with a timer of Time and a Scope. If it runs on a thread of its own, or if the future"
                    + " is done for sure, name the place and the reason in this test") {
        @Override
        public boolean test(Call call) {
            return call.to(Future.class, "get", "join", "sync", "syncUninterruptibly", "await", "awaitUninterruptibly")
                    || call.to(Thread.class, "sleep", "join")
                    || call.to(TimeUnit.class, "sleep", "timedJoin", "timedWait")
                    || call.to(Process.class, "waitFor")
                    || call.to(BlockingQueue.class, "take", "put")
                    || call.to(BlockingQueue.class, "poll") && call.arguments() == 2
                    || call.to(CountDownLatch.class, "await")
                    || call.to(Semaphore.class, "acquire", "acquireUninterruptibly")
                    || call.to(CyclicBarrier.class, "await")
                    || call.to(Phaser.class, "awaitAdvance", "arriveAndAwaitAdvance")
                    || call.to(Condition.class, "await", "awaitNanos", "awaitUntil")
                    || call.to(CompletionService.class, "take")
                    || call.to(ExecutorService.class, "awaitTermination", "invokeAll", "invokeAny", "close")
                    || call.to(LockSupport.class, "park", "parkNanos", "parkUntil")
                    || call.toExactly(Object.class, "wait");
        }
    },
    LOCKS("State has one owner with one Mailbox, and who wants something of it asks there: no locks. A number or a"
            + " reference that many threads see is an atomic") {
        @Override
        public boolean test(Call call) {
            return call.access().getTargetOwner().getPackageName().equals("java.util.concurrent.locks")
                    && !call.to(LockSupport.class);
        }
    },
    THREADS("Threads belong to base's pool, to sockets and to the few that may block: take Mailboxes and Time as"
            + " arguments, and give stages an executor (the common pool keeps class loaders of bundles that"
            + " are gone)") {
        @Override
        public boolean test(Call call) {
            return call.makes(Thread.class)
                    || call.to(Executors.class)
                    || call.makes(ThreadPoolExecutor.class)
                    || call.makes(ForkJoinPool.class)
                    || call.to(ForkJoinPool.class, "commonPool")
                    || call.makes(Timer.class)
                    || call.to(CompletableFuture.class)
                            && call.access().getName().endsWith("Async")
                            && !call.lastArgumentIs(Executor.class);
        }
    },
    CLOCKS("Time is a parameter, so that tests can drive it and a Scope can end its timers: use Time's now(), nanos()"
            + " and after()") {
        @Override
        public boolean test(Call call) {
            return call.to(Instant.class, "now") && call.arguments() == 0
                    || call.to(System.class, "nanoTime", "currentTimeMillis")
                    || call.to(Clock.class, "systemUTC", "systemDefaultZone")
                    || call.to(CompletableFuture.class, "orTimeout", "completeOnTimeout", "delayedExecutor");
        }
    },
    OUTPUT("Only shell commands print; others log with slf4j, with the exception as last argument") {
        @Override
        public boolean test(Call call) {
            return call.to(Throwable.class, "printStackTrace")
                    || call.to(PrintStream.class, "print", "println", "printf", "format")
                            && !call.caller().getPackageName().endsWith(".internal.shell");
        }
    };

    private final String advice;

    Forbidden(String advice) {
        this.advice = advice;
    }

    String advice() {
        return advice;
    }
}
