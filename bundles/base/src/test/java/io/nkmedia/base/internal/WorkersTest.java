package io.nkmedia.base.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Workers workers = new Workers(2, "test-");

    @AfterEach
    void stop() {
        workers.stop();
    }

    @Test
    void chainOfSteps_staysOnOneThread_andInOrder() throws Exception {
        var steps = new ArrayList<String>();
        var done = new CompletableFuture<List<String>>();
        workers.execute(() -> {
            workers.execute(() -> {
                workers.execute(() -> done.complete(steps));
                steps.add("second on " + Thread.currentThread().getName());
            });
            steps.add("first on " + Thread.currentThread().getName());
        });
        var seen = done.get(10, TimeUnit.SECONDS);
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("first");
        assertThat(seen.get(1)).isEqualTo(seen.get(0).replace("first", "second"));
    }

    @Test
    void furtherTasks_goToOtherThreads_evenWhileTheFirstIsBusy() throws Exception {
        var others = new CountDownLatch(1);
        var done = new CompletableFuture<Boolean>();
        workers.execute(() -> {
            workers.execute(() -> {});
            workers.execute(others::countDown);
            done.complete(await(others));
        });
        assertThat(done.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void taskThatFails_takesNothingWithIt() throws Exception {
        var done = new CompletableFuture<String>();
        workers.execute(() -> {
            workers.execute(() -> done.complete("next"));
            throw new IllegalStateException("on purpose");
        });
        assertThat(done.get(10, TimeUnit.SECONDS)).isEqualTo("next");
    }

    @Test
    void endlessChain_letsOthersIn() throws Exception {
        var one = new Workers(1, "alone-");
        try {
            var stop = new CompletableFuture<Void>();
            one.execute(new Runnable() {
                @Override
                public void run() {
                    if (!stop.isDone()) {
                        one.execute(this);
                    }
                }
            });
            one.execute(() -> stop.complete(null));
            stop.get(10, TimeUnit.SECONDS);
        } finally {
            one.stop();
        }
    }

    @Test
    void stopped_refuses() {
        workers.stop();
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
