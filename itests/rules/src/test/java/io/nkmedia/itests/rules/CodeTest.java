package io.nkmedia.itests.rules;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nkmedia.itests.rules.bad.Careless;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What shipped code must not call. */
class CodeTest {
    private static final String SHELL = "runs on the operator's own thread, limited";
    private static final String DONE = "the future is done: it is read in a stage that runs when it is";
    private static final String END = "an end that must be seen before the next one begins; limited to seconds";
    private static final String OWN = "runs on a thread of the runtime's own, which may block";

    private static final String UPGRADE = "an upgrade's own thread, limited: it must not need anybody's pool";

    private static final Exceptions BLOCKING = new Exceptions(Map.ofEntries(
            entry("base Alarms: LockSupport.park", "the clock's own thread"),
            entry("base Alarms: LockSupport.parkNanos", "the clock's own thread"),
            entry("core Waiting: CompletableFuture.get", SHELL),
            entry("core Tail: BlockingQueue.poll", SHELL),
            entry("core Suspension: CompletableFuture.join", DONE),
            entry("core Services: CompletableFuture.get", END),
            entry("core Sessions: CompletableFuture.join", DONE),
            entry("core Requests: CompletableFuture.join", DONE),
            entry("core SessionQueries: CompletableFuture.join", DONE),
            entry("gateway Links: CompletableFuture.get", END),
            entry("gateway Gateway: CompletableFuture.get", END),
            entry("gateway Sockets: Future.awaitUninterruptibly", END),
            entry("janus Links: CompletableFuture.join", DONE),
            entry("runtime OwnThreads: CompletableFuture.get", END),
            entry("runtime OwnThreads: ThreadPoolExecutor.awaitTermination", END),
            entry("runtime Leader: LockSupport.parkNanos", OWN),
            entry("runtime Starter: Process.waitFor", OWN),
            entry("upgrade BundleChange: CompletableFuture.get", UPGRADE),
            entry("upgrade Clock: Thread.sleep", UPGRADE),
            entry("upgrade Steps: CompletableFuture.get", UPGRADE),
            entry("upgrade Steps: Thread.join", UPGRADE),
            entry("upgrade UpgradeCommand: CompletableFuture.get", SHELL)));

    private static final Exceptions THREADS = new Exceptions(Map.ofEntries(
            entry("base Workers: Executors.newFixedThreadPool", "the shared pool"),
            entry("base Workers: Worker.<init>", "the shared pool"),
            entry("base Workers: Thread.<init>", "the shared pool"),
            entry("base Alarms: Thread.<init>", "the shared clock"),
            entry(
                    "core Aside: Thread.<init>",
                    "hashing takes long; fetching keys, sending logs and files of services block"),
            entry("core Aside: ThreadPoolExecutor.<init>", "the same, with a bounded queue"),
            entry("gateway Sockets: FastThreadLocalThread.<init>", "sockets' threads"),
            entry("gateway Sockets: Executors.newSingleThreadExecutor", "looking up names blocks"),
            entry("gateway Sockets: ThreadPoolExecutor.<init>", "reading files for browsers blocks; two at once"),
            entry("gateway Timers: Thread.<init>", "gateway imports none of ours, so it has a clock of its own"),
            entry(
                    "gateway Timers: ScheduledThreadPoolExecutor.<init>",
                    "gateway imports none of ours, so it has a clock of its own"),
            entry("runtime OwnThreads: ThreadPoolExecutor.<init>", "files and processes block"),
            entry("upgrade Pulse: Thread.<init>", UPGRADE),
            entry("upgrade Steps: Thread.<init>", UPGRADE),
            entry("upgrade Upgrades: Thread.<init>", UPGRADE),
            entry("runtime OwnThreads: Thread.<init>", "files and processes block")));

    private static final Exceptions CLOCKS = new Exceptions(Map.ofEntries(
            entry("base Alarms: System.nanoTime", "the clock itself"),
            entry("base SharedPool: Instant.now", "the clock itself"),
            entry("base SharedPool: System.nanoTime", "the clock itself"),
            entry("gateway Timers: Instant.now", "the clock itself"),
            entry("gateway Timers: System.nanoTime", "the clock itself"),
            entry("gateway JettySocket: System.nanoTime", "compares with what Connection.lastReceived() promises"),
            entry("runtime Leader: System.nanoTime", OWN),
            entry("upgrade Clock: Instant.now", "the clock itself"),
            entry("upgrade Clock: System.nanoTime", "the clock itself")));

    private static Exceptions exceptions(Forbidden forbidden) {
        return switch (forbidden) {
            case BLOCKING -> BLOCKING;
            case THREADS -> THREADS;
            case CLOCKS -> CLOCKS;
            default -> Exceptions.NONE;
        };
    }

    @ParameterizedTest
    @EnumSource
    void shippedCode_callsNothingForbidden(Forbidden forbidden) {
        var calls = Call.in(Bundles.shippedClasses()).filter(forbidden).toList();
        exceptions(forbidden).check(calls, forbidden.advice());
    }

    @ParameterizedTest
    @EnumSource
    void carelessClass_isCaught(Forbidden forbidden) {
        var careless = new ClassFileImporter().importClasses(Careless.class);
        assertThat(Call.in(List.copyOf(careless)).filter(forbidden)).isNotEmpty();
    }

    @Test
    void source_hasNoSynchronized() {
        var wrong = new TreeSet<String>();
        for (var source : Repository.java("bundles/")) {
            if (source.path().contains("/src/main/") && Code.of(source).hasWord("synchronized")) {
                wrong.add(source.path());
            }
        }
        assertThat(wrong).as(Forbidden.LOCKS.advice()).isEmpty();
    }
}
