package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;

import io.nkmedia.api.media.BackendState;
import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.testing.backend.RealPool;
import io.nkmedia.testing.backend.SteppedTime;
import io.nkmedia.testing.janus.ModelJanus;
import io.nkmedia.testing.janus.ModelRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The bundle on a model, with time that the test moves. */
final class ModelSetup implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(100);

    final RealPool pool = new RealPool();
    final SteppedTime time = new SteppedTime(pool);
    final ModelRuntime runtime = new ModelRuntime();
    Sockets.Direct sockets;
    final JanusFixture janus = new JanusFixture(runtime, pool, time, JanusFixture.config(Map.of()), this::sockets);

    private Sockets sockets() {
        sockets = Sockets.Direct.create();
        return sockets;
    }

    ModelJanus model() {
        return runtime.model();
    }

    Leg open(String id, LegEvents events) {
        return await(LIMIT, janus.backend().open(Requests.echo(id), events));
    }

    /** Waits in real time; the test's time stands still. */
    void ready() {
        eventually(LIMIT, () -> {
            var info = janus.backend().info();
            return info.state() == BackendState.READY ? Optional.empty() : Optional.of("ready, but it is " + info);
        });
    }

    /** Moves time on in small steps until the condition holds; fails after ten minutes of it. */
    Duration advanceUntil(String what, BooleanSupplier condition) {
        var start = time.passed();
        eventually(Duration.ofSeconds(60), what, () -> {
            if (condition.getAsBoolean()) {
                return true;
            }
            time.advance(STEP);
            return false;
        });
        return time.passed().minus(start);
    }

    @Override
    public void close() {
        janus.close();
        runtime.close();
        pool.close();
    }
}
