package io.nkmedia.gateway.internal;

import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of all owners: what is asked for, and what is. */
public final class Listening {
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final Links links;
    private final Ports ports;
    private final Time time;
    private final Scope scope;
    private final ConcurrentMap<String, List<ListenerSpec>> asked = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Door> doors = new ConcurrentHashMap<>();

    /** Ends when the change that came last has taken effect: changes happen one after the other. */
    private final AtomicReference<CompletableFuture<Void>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    public Listening(Links links, Ports ports, Time time, Scope scope) {
        this.links = links;
        this.ports = ports;
        this.time = time;
        this.scope = scope;
    }

    public CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs) {
        var wanted = List.copyOf(specs);
        return inTurn(() -> {
            asked.put(owner, wanted);
            return change(owner, wanted);
        });
    }

    public List<ListenerState> list() {
        return doors.values().stream().map(Door::state).toList();
    }

    /** The listener at a path below the shared endpoint. */
    public Optional<Door> shared(String path) {
        return Optional.ofNullable(doors.get("shared:" + path));
    }

    /** Whether anybody has asked for a listener since the gateway started. */
    public boolean known() {
        return !asked.isEmpty();
    }

    private <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> work) {
        var mine = new CompletableFuture<Void>();
        var result = last.getAndSet(mine).thenCompose(before -> work.get());
        result.whenComplete((value, failure) -> mine.complete(null));
        return result;
    }

    private CompletionStage<List<ListenerState>> change(String owner, List<ListenerSpec> wanted) {
        var closing = new ArrayList<CompletionStage<?>>();
        for (var door : doors.values()) {
            if (door.owner().equals(owner) && wanted.stream().noneMatch(spec -> same(door, spec))) {
                doors.remove(door.spec().url(), door);
                LOG.info("Listener {} of {} closes", door.spec().url(), owner);
                closing.add(door.shut());
            }
        }
        return all(closing).thenCompose(closed -> open(owner, wanted));
    }

    private static boolean same(Door door, ListenerSpec spec) {
        return door.spec().url().equals(spec.url()) && door.spec().protocol().equals(spec.protocol());
    }

    private CompletionStage<List<ListenerState>> open(String owner, List<ListenerSpec> wanted) {
        var seen = new HashSet<String>();
        var states = new ArrayList<Supplier<ListenerState>>();
        var opening = new ArrayList<CompletionStage<?>>();
        for (var spec : wanted) {
            var door = doors.computeIfAbsent(spec.url(), url -> new Door(owner, spec, links));
            if (!seen.add(spec.url())) {
                states.add(() -> refused(spec, "listed twice"));
            } else if (!door.owner().equals(owner)) {
                states.add(() -> refused(spec, "in use by another service"));
            } else {
                states.add(door::state);
                door.change(spec);
                if (!door.isOpen()) {
                    var before = door.state().error();
                    opening.add(door.open(ports).thenRun(() -> tell(door, before)));
                }
            }
        }
        return all(opening).thenApply(opened -> {
            var result = states.stream().map(Supplier::get).toList();
            if (result.stream().anyMatch(state -> !state.open())) {
                scope.after(time, RETRY, () -> retry(owner, wanted));
            }
            return result;
        });
    }

    private void retry(String owner, List<ListenerSpec> wanted) {
        inTurn(() -> asked.get(owner) == wanted ? change(owner, wanted) : CompletableFuture.completedStage(List.of()));
    }

    private static void tell(Door door, Optional<String> before) {
        var state = door.state();
        if (state.open()) {
            LOG.info("Listener {} of {} is open, port {}", state.url(), door.owner(), state.port());
        } else if (!state.error().equals(before)) {
            LOG.warn(
                    "Listener {} of {} is not open: {}",
                    state.url(),
                    door.owner(),
                    state.error().get());
        }
    }

    private static ListenerState refused(ListenerSpec spec, String why) {
        return new ListenerState(spec.url(), 0, 0, Optional.of(why));
    }

    private static CompletionStage<Void> all(Collection<CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    /** Closes all; completes when the ports are free. */
    public CompletionStage<Void> shut() {
        return inTurn(() -> {
            asked.clear();
            var closing = new ArrayList<CompletionStage<?>>();
            doors.values().forEach(door -> closing.add(door.shut()));
            doors.clear();
            return all(closing);
        });
    }
}
