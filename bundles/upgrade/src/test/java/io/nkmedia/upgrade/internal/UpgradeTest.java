package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.upgrade.internal.Probes.Kind;
import io.nkmedia.upgrade.internal.Receipt.Changed;
import io.nkmedia.upgrade.internal.Receipt.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** One upgrade of one bundle, seen with a clock that is moved by waiting only. */
class UpgradeTest {
    private static final Duration WATCH = Duration.ofSeconds(30);

    private final HandClock clock = new HandClock();
    private final Server server = new Server();
    private final List<String> done = new ArrayList<>();

    /** What the upgrade looks at, and what a change does to it. */
    private static final class Server implements Upgrade.Sight {
        private final Map<Kind, Map<String, Set<String>>> told = new ConcurrentHashMap<>(Map.of(
                Kind.SERVING, Map.of("backend", Set.of("lab/janus")),
                Kind.LIVING, Map.of("sessions", Set.of("one", "two")),
                Kind.PROBLEMS, Map.of("plugin", Set.of("known before"))));
        private final Map<String, String> ill = new HashMap<>();
        private String version = "1";

        @Override
        public Health health(Set<String> bundles) {
            return new Health(bundles, ill, Set.of(), Set.of());
        }

        @Override
        public Map<String, Set<String>> ask(Kind kind) {
            return told.get(kind);
        }

        @Override
        public Map<String, Set<String>> versions() {
            return new TreeMap<>(Map.of("it", Set.of(version)));
        }
    }

    private Receipt run(Steps.Step make, Steps.Step undo) {
        var change = new Change() {
            @Override
            public String kind() {
                return "bundle";
            }

            @Override
            public String subject() {
                return "it";
            }

            @Override
            public String from() {
                return "1";
            }

            @Override
            public String to() {
                return "2";
            }

            @Override
            public Set<String> concerned() {
                return Set.of("it");
            }

            @Override
            public void abandon() {
                done.add("abandon");
            }

            @Override
            public void prepare() {
                done.add("prepare");
            }

            @Override
            public void make() throws Exception {
                done.add("make");
                server.version = "2";
                make.take();
            }

            @Override
            public void undo() throws Exception {
                done.add("undo");
                server.version = "1";
                undo.take();
            }
        };
        return new Upgrade("id", change, server, clock, Optional.empty()).run(WATCH);
    }

    private void ill() {
        server.ill.put("it: component x", "it lacks service y");
    }

    @Test
    void whatStaysWell_isKept_afterItsWatch() {
        var receipt = run(() -> {}, () -> {});
        assertThat(receipt.result()).isEqualTo(Result.KEPT);
        assertThat(receipt.cause()).isEmpty();
        assertThat(receipt.took()).isBetween(WATCH, WATCH.plusSeconds(1));
        assertThat(receipt.changed()).containsExactly(new Changed("it", "1", "2"));
        assertThat(receipt.lived()).containsEntry("sessions", new Receipt.Lived(2, 2));
        assertThat(receipt.lost()).isEmpty();
        assertThat(done).containsExactly("prepare", "make");
    }

    @Test
    void whatThrows_isRolledBackAtOnce() {
        var receipt = run(
                () -> {
                    throw new IllegalStateException("no");
                },
                () -> {});
        assertThat(receipt.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(receipt.cause()).contains("no");
        assertThat(receipt.changed()).isEmpty();
        assertThat(receipt.took()).isLessThan(Duration.ofSeconds(1));
        assertThat(done).containsExactly("prepare", "make", "undo");
    }

    @Test
    void componentThatStaysIll_isRolledBack_whenPatienceIsOver() {
        var receipt = run(this::ill, server.ill::clear);
        assertThat(receipt.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(receipt.cause()).contains("it: component x: it lacks service y");
        assertThat(receipt.took()).isBetween(Upgrade.PATIENCE, Upgrade.PATIENCE.plusSeconds(1));
    }

    @Test
    void componentThatWasIllBefore_isNobodysFault() {
        ill();
        assertThat(run(() -> {}, () -> {}).result()).isEqualTo(Result.KEPT);
    }

    @Test
    void problemThatIsNew_isRolledBack() {
        var receipt = run(
                () -> server.told.put(Kind.PROBLEMS, Map.of("plugin", Set.of("known before", "it failed to start"))),
                () -> server.told.put(Kind.PROBLEMS, Map.of()));
        assertThat(receipt.cause()).contains("it failed to start");
        assertThat(receipt.result()).isEqualTo(Result.ROLLED_BACK);
    }

    @Test
    void whatDoesNotServeAnyMore_isRolledBack_beforeSessionsEnd() {
        var receipt = run(
                () -> server.told.put(Kind.SERVING, Map.of()),
                () -> server.told.put(Kind.SERVING, Map.of("backend", Set.of("lab/janus"))));
        assertThat(receipt.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(receipt.cause()).contains("backend lab/janus does not serve any more");
        assertThat(receipt.took()).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void oldOneThatIsNotBack_isAFailure_andBothCausesAreTold() {
        var receipt = run(
                () -> {
                    throw new IllegalStateException("no");
                },
                () -> {
                    throw new IllegalStateException("gone");
                });
        assertThat(receipt.result()).isEqualTo(Result.FAILED);
        assertThat(receipt.cause()).contains("no; and the old one is not back: gone");
    }

    @Test
    void whatIsLost_isNamed() {
        var receipt = run(() -> server.told.put(Kind.LIVING, Map.of("sessions", Set.of("two", "three"))), () -> {});
        assertThat(receipt.lost()).containsExactly("sessions one");
        assertThat(receipt.lived()).containsEntry("sessions", new Receipt.Lived(2, 1));
        assertThat(receipt.plain()).containsEntry("lost", 1);
    }
}
