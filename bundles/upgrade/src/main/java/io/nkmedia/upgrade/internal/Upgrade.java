package io.nkmedia.upgrade.internal;

import io.nkmedia.upgrade.internal.Probes.Kind;
import io.nkmedia.upgrade.internal.Receipt.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One change, from the look before to the receipt. Runs on one thread, which it blocks. */
final class Upgrade {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** How long a bundle, a component or a service may be missing. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long something may not be served: an engine may have to start, but sessions wait for a plugin for 10 s only. */
    static final Duration LONG_PATIENCE = Duration.ofSeconds(8);

    /** What it looks at. */
    interface Sight {
        Health health(Set<String> bundles);

        Map<String, Set<String>> ask(Kind kind);

        /** Versions by symbolic name. */
        Map<String, Set<String>> versions();
    }

    private final String id;
    private final Change change;
    private final Sight sight;
    private final Clock clock;
    private final Optional<String> kept;

    private final Health health;
    private final Map<String, Set<String>> serving;
    private final Map<String, Set<String>> living;
    private final Map<String, Set<String>> problems;
    private final Map<String, Set<String>> versions;
    private Map<String, Set<String>> livingNow = Map.of();

    Upgrade(String id, Change change, Sight sight, Clock clock, Optional<String> kept) {
        this.id = id;
        this.change = change;
        this.sight = sight;
        this.clock = clock;
        this.kept = kept;
        health = sight.health(change.concerned());
        serving = sight.ask(Kind.SERVING);
        living = sight.ask(Kind.LIVING);
        problems = sight.ask(Kind.PROBLEMS);
        versions = sight.versions();
    }

    /** @param watch how long all must stay well before the change is kept */
    Receipt run(Duration watch) {
        LOG.info("Upgrade of {} from {} to {} begins", change.subject(), change.from(), change.to());
        var began = clock.now();
        long begin = clock.nanos();
        try (var pulse = new Pulse(
                clock, () -> Probes.missing(serving, sight.ask(Kind.SERVING)).isEmpty())) {
            var cause = made().or(() -> watched(watch));
            var result = cause.isEmpty() ? Result.KEPT : Result.ROLLED_BACK;
            if (cause.isPresent()) {
                LOG.error("Upgrade of {} to {} is rolled back: {}", change.subject(), change.to(), cause.get());
                var undone = undone();
                if (undone.isPresent()) {
                    result = Result.FAILED;
                    cause = Optional.of(cause.get() + "; and the old one is not back: " + undone.get());
                }
            }
            var receipt = new Receipt(
                    id,
                    change.kind(),
                    change.subject(),
                    change.from(),
                    change.to(),
                    began,
                    Duration.ofNanos(clock.nanos() - begin),
                    result,
                    cause,
                    changed(),
                    Receipt.lived(living, livingNow),
                    pulse.longest(),
                    List.copyOf(Probes.missing(living, livingNow)),
                    kept);
            tell(receipt);
            return receipt;
        }
    }

    /** Why it could not be made. */
    private Optional<String> made() {
        try {
            change.prepare();
            change.make();
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        } catch (Exception e) {
            LOG.debug("Upgrade of {} fails", change.subject(), e);
            return Optional.of(Causes.text(e));
        }
    }

    /** Why the old one is not back. */
    private Optional<String> undone() {
        try {
            change.undo();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        } catch (Exception e) {
            LOG.error("Upgrade of {}: the old one can't be had back", change.subject(), e);
            return Optional.of(Causes.text(e));
        }
        return watched(Duration.ZERO);
    }

    /** What went wrong and stayed so while it was watched; when the server stops meanwhile, nothing did. */
    private Optional<String> watched(Duration time) {
        long end = clock.nanos() + time.toNanos();
        var ill = new Complaint(clock, PATIENCE);
        var away = new Complaint(clock, LONG_PATIENCE);
        boolean settled = false;
        try {
            while (true) {
                ill.hear(worse());
                away.hear(List.copyOf(Probes.missing(serving, sight.ask(Kind.SERVING))));
                boolean well = ill.isQuiet() && away.isQuiet();
                if (!settled) {
                    // Later on clients come and go by themselves.
                    livingNow = sight.ask(Kind.LIVING);
                    settled = well;
                }
                var why = ill.tooLong().or(() -> away.tooLong().map(what -> what + " does not serve any more"));
                if (why.isPresent() || (well && clock.nanos() >= end)) {
                    return why;
                }
                clock.pause(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private List<String> worse() {
        var worse = new ArrayList<>(sight.health(change.concerned()).worseThan(health));
        sight.ask(Kind.PROBLEMS)
                .forEach((what, texts) -> texts.stream()
                        .filter(text -> !problems.getOrDefault(what, Set.of()).contains(text))
                        .forEach(worse::add));
        return worse;
    }

    private List<Receipt.Changed> changed() {
        var now = sight.versions();
        var names = new TreeSet<>(versions.keySet());
        names.addAll(now.keySet());
        var changed = new TreeMap<String, Receipt.Changed>();
        for (var name : names) {
            var before = String.join(", ", versions.getOrDefault(name, Set.of()));
            var after = String.join(", ", now.getOrDefault(name, Set.of()));
            if (!before.equals(after)) {
                changed.put(name, new Receipt.Changed(name, before, after));
            }
        }
        return List.copyOf(changed.values());
    }

    private static void tell(Receipt receipt) {
        LOG.info(
                "Upgrade of {} from {} to {}: {}, {}, longest pause {} ms",
                receipt.subject(),
                receipt.from(),
                receipt.to(),
                receipt.result(),
                receipt.lived(),
                receipt.longestPause().toMillis());
    }
}
