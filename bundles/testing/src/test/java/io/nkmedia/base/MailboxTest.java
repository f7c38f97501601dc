package io.nkmedia.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.testing.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tests of base sit here because they need time that a test drives. */
class MailboxTest {
    private final ManualTime time = new ManualTime();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasks_runInOrder_oneAfterTheOther() {
        var box = time.create("box");
        box.tell(() -> ran.add("1"));
        box.tell(() -> {
            box.tell(() -> ran.add("3"));
            ran.add("2");
        });
        assertThat(ran).isEmpty();
        time.run();
        assertThat(ran).containsExactly("1", "2", "3");
    }

    @Test
    void throwingTask_doesNotStopTheNext() {
        var box = time.create("box");
        box.tell(() -> {
            throw new IllegalStateException("on purpose");
        });
        box.tell(() -> ran.add("next"));
        time.run();
        assertThat(ran).containsExactly("next");
        assertThat(box.length()).isZero();
    }

    @Test
    void whoAsks_hearsOfAFailure_andOfAClassThatIsGone() {
        var box = time.create("box");
        var failure = box.ask(() -> {
            throw new IllegalStateException("on purpose");
        });
        var gone = box.ask(() -> {
            throw new NoClassDefFoundError("on purpose");
        });
        time.run();
        assertThat(failure.toCompletableFuture()).isCompletedExceptionally();
        assertThat(gone.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void tellHere_runsAtOnce_butNotBeforeWhatWaits() {
        var box = time.create("box");
        box.tellHere(() -> ran.add("1"));
        assertThat(ran).containsExactly("1");
        box.tell(() -> ran.add("2"));
        box.tellHere(() -> ran.add("3"));
        assertThat(ran).containsExactly("1");
        time.run();
        assertThat(ran).containsExactly("1", "2", "3");
    }

    @Test
    void atTheBound_tellIsRefused_mustIsNot() {
        var box = new Mailbox("box", 2, time.pool());
        assertThat(box.tell(() -> ran.add("1"))).isTrue();
        assertThat(box.tell(() -> ran.add("2"))).isTrue();
        assertThat(box.tell(() -> ran.add("refused"))).isFalse();
        box.must(() -> ran.add("end"));
        assertThat(box.ask(() -> CompletableFuture.completedStage("x")).toCompletableFuture())
                .isCompletedExceptionally();
        time.run();
        assertThat(ran).containsExactly("1", "2", "end");
    }

    @Test
    void onADirectExecutor_runsOnTheCallersThread() {
        var box = new Mailbox("box", 10, Runnable::run);
        box.tell(() -> ran.add(Thread.currentThread().getName()));
        assertThat(ran).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void manyThreads_neverTwoTasksAtOnce_andNoneIsLost() throws InterruptedException {
        var pool = Executors.newFixedThreadPool(4);
        var box = new Mailbox("box", Integer.MAX_VALUE, pool);
        var counter = new int[1];
        var done = new CountDownLatch(40_000);
        IntStream.range(0, 40_000)
                .parallel()
                .forEach(i -> box.must(() -> {
                    counter[0]++;
                    done.countDown();
                }));
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        pool.shutdown();
        assertThat(counter[0]).isEqualTo(40_000);
    }
}
