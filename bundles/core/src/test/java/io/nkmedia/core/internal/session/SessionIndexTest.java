package io.nkmedia.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is counted is what is there, whatever happens. */
class SessionIndexTest {
    private static final Quota QUOTA = new Quota(6, 4);

    /** What can happen. */
    enum Step {
        ECHO,
        P2P,
        SAME_ID,
        NO_BACKEND,
        END_ONE,
        OWNER_GONE,
        LEG_LOST,
        TIME
    }

    @Property(tries = 500)
    void anySequence_countsWhatIsThere(@ForAll @Size(max = 40) List<Step> steps) {
        var stage = new Stage();
        int number = 0;
        for (var step : steps) {
            happens(step, stage, number++);
            stage.time.run();
            var live = stage.sessions.list("", 100, s -> true);
            assertThat(stage.sessions.count()).isEqualTo(live.size()).isLessThanOrEqualTo(QUOTA.sessions());
            assertThat(stage.sessions.count("ann")).isEqualTo(live.size()).isLessThanOrEqualTo(QUOTA.sessionsPerUser());
        }
        stage.sessions.destroyAll(StopReason.of(CoreError.USER_STOP));
        stage.time.run();
        assertThat(stage.sessions.count()).isZero();
        assertThat(stage.sessions.count("ann")).isZero();
    }

    private static void happens(Step step, Stage stage, int number) {
        switch (step) {
            case ECHO -> enter(stage, Wanted.echo("session-" + number));
            case P2P -> enter(stage, Wanted.caller("session-" + number));
            case SAME_ID -> enter(stage, Wanted.caller("session-0"));
            case NO_BACKEND -> {
                var all = List.copyOf(stage.backends);
                stage.backends.clear();
                enter(stage, Wanted.echo("session-" + number));
                stage.backends.addAll(all);
            }
            case END_ONE ->
                stage.sessions.list("", 1, s -> true).forEach(s -> s.destroy(StopReason.of(CoreError.USER_STOP)));
            case OWNER_GONE -> stage.sessions.ownerGone("connection-1");
            case LEG_LOST ->
                List.copyOf(stage.backend.legs.values())
                        .forEach(leg -> leg.events.ended(StopReason.of(CoreError.BACKEND_DOWN)));
            case TIME -> stage.time.advance(Duration.ofSeconds(20));
        }
    }

    private static void enter(Stage stage, Wanted wanted) {
        try {
            stage.sessions.enter(wanted.settings(), QUOTA).start(Optional.of(Stage.OFFER), Optional.empty());
        } catch (ApiException refused) {
            assertThat(refused.code())
                    .isIn(CoreError.TOO_MANY_REQUESTS, CoreError.DUPLICATED_SESSION_ID, CoreError.NOT_IMPLEMENTED);
        }
    }

    @Test
    void atOnce_noMoreThanTheQuotaGetIn() throws Exception {
        var index = new SessionIndex();
        var quota = new Quota(100, 60);
        var in = new AtomicInteger();
        var threads = Executors.newFixedThreadPool(4);
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 400; i++) {
            var user = i % 2 == 0 ? "ann" : "bob";
            all.add(CompletableFuture.runAsync(
                    () -> {
                        try {
                            index.take(user, quota);
                            in.incrementAndGet();
                        } catch (ApiException full) {
                            assertThat(full.code()).isEqualTo(CoreError.TOO_MANY_REQUESTS);
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        threads.shutdown();
        assertThat(in.get()).isEqualTo(100).isEqualTo(index.count());
        assertThat(index.count("ann") + index.count("bob")).isEqualTo(100);
        assertThatThrownBy(() -> index.take("carl", quota)).isInstanceOf(ApiException.class);
        index.giveBack("ann");
        index.take("carl", quota);
        assertThat(index.count("carl")).isEqualTo(1);
    }
}
