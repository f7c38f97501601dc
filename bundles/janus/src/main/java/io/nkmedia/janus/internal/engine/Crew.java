package io.nkmedia.janus.internal.engine;

import io.nkmedia.api.Event;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Stages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines of one backend entry. One of them takes sessions; others wait in reserve, or drain because the entry has
 * changed: that begins when an engine of the new entry is ready, and not before. Safe for use by any thread.
 */
public final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Setup setup;
    private final String name;
    private final Mailbox mailbox;
    private final List<JanusBackend> members = new CopyOnWriteArrayList<>();
    private volatile Optional<BackendConfig> wanted = Optional.empty();
    private volatile boolean left;
    private @Nullable BackendRuntime runtime;
    private Restarts restarts = new Restarts();

    /** @param name of the entry */
    public Crew(Setup setup, String name) {
        this.setup = setup;
        this.name = name;
        mailbox = setup.mailboxes().create("janus backend " + setup.context().service() + "/" + name);
    }

    /** All engines, also those that take no sessions; none that has ended for good. */
    public Collection<MediaBackend> backends() {
        return members.stream()
                .filter(member -> !member.keeper().isStopped())
                .<MediaBackend>map(member -> member)
                .toList();
    }

    /** Whether it has nothing more to do. */
    public boolean isOver() {
        return wanted.isEmpty() && backends().isEmpty();
    }

    /**
     * What the configuration says now; nothing if the entry was taken out. Completes when that is under way, whether or
     * not the engines start; fails if this build can't do it.
     */
    public CompletionStage<Void> want(Optional<BackendConfig> entry) {
        var begun = new CompletableFuture<Void>();
        // A build that lacks a class must not look like one that hangs.
        mailbox.must(() -> Stages.pass(Stages.attempt(() -> become(entry)), begun));
        return begun;
    }

    private CompletionStage<Void> become(Optional<BackendConfig> entry) {
        boolean another = !entry.map(BackendConfig::ofEngine).equals(wanted.map(BackendConfig::ofEngine));
        restarts = another ? new Restarts() : restarts;
        wanted = entry;
        review();
        return CompletableFuture.completedStage(null);
    }

    /** The runtime that is there now; null if there is none for the moment. */
    public void runtime(@Nullable BackendRuntime present) {
        mailbox.must(() -> {
            if (runtime != present) {
                runtime = present;
                members.forEach(member -> member.keeper().runtime(present));
            }
        });
    }

    /** Ends all engines for good. */
    public CompletionStage<?> stop() {
        left = true;
        var stopped = new CompletableFuture<Void>();
        // Behind a review that may be adding one.
        mailbox.must(() -> Stages.pass(
                CompletableFuture.allOf(members.stream()
                        .map(member -> member.keeper().stop().toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)),
                stopped));
        return stopped;
    }

    /**
     * This object goes, a newer one carries on with the engines that the entry wants; nobody would with the others. When
     * this has returned, nothing more is told to the owners of legs.
     */
    public void abandon() {
        left = true;
        abandonAll();
        // And what a review was just adding.
        mailbox.must(this::abandonAll);
    }

    private void abandonAll() {
        members.forEach(member -> member.keeper().abandon(isWanted(member.keeper())));
    }

    /** An operator wants fresh engines in place of those that were given up; if there is none, in place of this one. */
    void restart(Keeper asked) {
        mailbox.must(() -> {
            var failed = members.stream()
                    .map(JanusBackend::keeper)
                    .filter(keeper -> keeper.isFailed() && isWanted(keeper))
                    .toList();
            (failed.isEmpty() ? List.of(asked) : failed).forEach(Keeper::restart);
        });
    }

    /** One of the engines has come, is lost, or is gone for good. In the mailbox, as all below. */
    void changed(Keeper keeper) {
        review();
        if (keeper.isFailed() && isWanted(keeper)) {
            members.stream()
                    .map(JanusBackend::keeper)
                    .filter(other -> other.serves() && !isWanted(other))
                    .findFirst()
                    .ifPresent(before -> kept(before, keeper));
        }
    }

    private void kept(Keeper before, Keeper failed) {
        var problem = failed.status().problem().orElse("no reason given");
        LOG.warn("{}: the engine as it is configured now can't start, the one before goes on: {}", mailbox, problem);
        setup.context()
                .publish(Event.of(
                        "core",
                        "backend",
                        "kept",
                        name,
                        Map.of(
                                "service",
                                setup.context().service(),
                                "backend",
                                name,
                                "instance",
                                before.instance(),
                                "problem",
                                problem)));
    }

    private boolean isWanted(Keeper keeper) {
        return wanted.filter(entry ->
                        keeper.config().equals(entry.ofEngine()) && keeper.number() <= EngineSettings.spares(entry))
                .isPresent();
    }

    private void review() {
        if (left) {
            return;
        }
        members.removeIf(member -> member.keeper().isGone());
        wanted.ifPresent(this::fill);
        var keepers = members.stream().map(JanusBackend::keeper).toList();
        keepers.stream().filter(this::isWanted).forEach(Keeper::undrain);
        var joined = new ArrayList<>(keepers);
        joined.removeIf(keeper -> !keeper.isJoined());
        var best = joined.stream().max(order());
        // The next one first: there is always one that takes sessions.
        best.ifPresent(keeper -> keeper.serve(true));
        boolean replaced = wanted.isEmpty() || best.filter(this::isWanted).isPresent();
        joined.stream()
                .filter(keeper -> best.orElseThrow() != keeper)
                .filter(keeper -> isWanted(keeper) || !replaced)
                .forEach(keeper -> keeper.serve(false));
        keepers.stream()
                .filter(keeper -> !isWanted(keeper))
                .filter(keeper -> replaced || inTheWay(keeper) || (!keeper.hasServed() && !keeper.isJoined()))
                .forEach(Keeper::drain);
    }

    /** Who takes sessions: what is wanted now, what has some already, what does it already, the first one. */
    private Comparator<Keeper> order() {
        return Comparator.comparing(this::isWanted)
                .thenComparing(keeper -> keeper.status().legs() > 0)
                .thenComparing(Keeper::serves)
                .thenComparing(keeper -> -keeper.number());
    }

    /** Those that the entry wants and that aren't there yet. */
    private void fill(BackendConfig entry) {
        var config = entry.ofEngine();
        if (members.stream().anyMatch(member -> inTheWay(member.keeper()))) {
            return;
        }
        for (int i = 0; i <= EngineSettings.spares(entry); i++) {
            int number = i;
            var there = members.stream()
                    .map(JanusBackend::keeper)
                    .filter(keeper -> keeper.config().equals(config) && keeper.number() == number)
                    .findFirst();
            if (there.isEmpty()) {
                add(new JanusBackend(setup, config, number, this));
            }
        }
        members.stream()
                .map(JanusBackend::keeper)
                .filter(keeper -> keeper.config().equals(config))
                .forEach(keeper -> keeper.drainLimit(EngineSettings.drainLimit(entry)));
    }

    private void add(JanusBackend member) {
        members.add(member);
        if (runtime != null) {
            member.keeper().runtime(runtime);
        }
    }

    /** Whether it has the ports that another engine is to have, which can't come before this one has gone. */
    private boolean inTheWay(Keeper keeper) {
        return !isWanted(keeper)
                && wanted.filter(entry -> !keeper.config().equals(entry.ofEngine())
                                && EngineSettings.collide(keeper.config(), entry))
                        .isPresent();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Restarts restarts() {
        return restarts;
    }
}
