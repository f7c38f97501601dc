package io.nkmedia.base.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final Alarms alarms = new Alarms("test-alarms", Runnable::run);
    private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        alarms.start();
    }

    @AfterEach
    void stop() {
        alarms.stop();
    }

    private Runnable set(String name, int millis) {
        return alarms.set(Duration.ofMillis(millis).toNanos(), () -> rung.add(name));
    }

    private String next() throws InterruptedException {
        return String.valueOf(rung.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void laterSet_butEarlierDue_ringsFirst_andNoneTooEarly() throws Exception {
        long begin = System.nanoTime();
        set("day", 86_400_000);
        set("second", 150);
        set("first", 50);
        set("at once", -5);
        assertThat(List.of(next(), next(), next())).containsExactly("at once", "first", "second");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void cancelled_neverRings_andLaterOnesDo() throws Exception {
        var cancel = set("cancelled", 50);
        set("kept", 100);
        cancel.run();
        cancel.run();
        assertThat(next()).isEqualTo("kept");
        assertThat(rung).isEmpty();
    }

    @Test
    void setByManyThreads_eachRingsOnce() throws Exception {
        int each = 2000;
        var left = new CountDownLatch(4 * each);
        var rings = new AtomicInteger();
        var setters = IntStream.range(0, 4)
                .mapToObj(seed -> CompletableFuture.runAsync(() -> {
                    var random = new Random(seed);
                    for (int i = 0; i < each; i++) {
                        alarms.set(random.nextInt(3_000_000), () -> {
                            rings.incrementAndGet();
                            left.countDown();
                        });
                        alarms.set(random.nextInt(3_000_000), () -> {}).run();
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(setters).join();
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(rings).hasValue(4 * each);
    }

    @Test
    void stopped_ringsNoMore() throws Exception {
        set("before", 20);
        assertThat(next()).isEqualTo("before");
        set("waiting", 30);
        alarms.stop();
        set("after", 0);
        assertThat(rung.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
}
