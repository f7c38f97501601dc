package io.nkmedia.core.internal.session;

import io.nkmedia.api.CoreError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The live sessions of a service by id, and by who owns them; how many there are of all and of each user. A session is
 * counted from before it is made until it is removed, so that what is refused at a limit never comes into being. Safe for
 * use by any thread; nothing takes longer the more sessions there are.
 */
final class SessionIndex {
    private final ConcurrentSkipListMap<String, MediaSession> live = new ConcurrentSkipListMap<>();
    private final Map<String, Set<MediaSession>> byOwner = new ConcurrentHashMap<>();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Counts one more of this user; fails with {@code too_many_requests} at a limit. */
    void take(String user, Quota quota) {
        if (count.incrementAndGet() > quota.sessions()) {
            count.decrementAndGet();
            throw full();
        }
        byUser.compute(user, (name, before) -> {
            int now = before == null ? 1 : before + 1;
            if (now > quota.sessionsPerUser()) {
                count.decrementAndGet();
                throw full();
            }
            return now;
        });
    }

    private static RuntimeException full() {
        return CoreError.TOO_MANY_REQUESTS.because("too many sessions").with("retry_after_ms", 1000);
    }

    /** Undoes {@link #take}. */
    void giveBack(String user) {
        count.decrementAndGet();
        byUser.computeIfPresent(user, (name, before) -> before == 1 ? null : before - 1);
    }

    /** Adds one that has been counted; false if its id is in use. */
    boolean add(MediaSession session) {
        if (live.putIfAbsent(session.id(), session) != null) {
            return false;
        }
        session.settings()
                .owner()
                .ifPresent(owner -> byOwner.compute(owner, (id, before) -> {
                    var sessions = before == null ? ConcurrentHashMap.<MediaSession>newKeySet() : before;
                    sessions.add(session);
                    return sessions;
                }));
        return true;
    }

    /** Removes and uncounts it; without effect if it isn't there. */
    void remove(MediaSession session) {
        if (!live.remove(session.id(), session)) {
            return;
        }
        session.settings()
                .owner()
                .ifPresent(owner -> byOwner.computeIfPresent(owner, (id, sessions) -> {
                    sessions.remove(session);
                    return sessions.isEmpty() ? null : sessions;
                }));
        giveBack(session.settings().user());
    }

    Optional<MediaSession> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    List<MediaSession> ofOwner(String owner) {
        return List.copyOf(byOwner.getOrDefault(owner, Set.of()));
    }

    /** Those of owners of which {@code gone} is true. */
    List<MediaSession> ofOwners(Predicate<String> gone) {
        return byOwner.entrySet().stream()
                .filter(entry -> gone.test(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    /** In the order of their ids. */
    Stream<MediaSession> after(String id) {
        return live.tailMap(id, false).values().stream();
    }

    Stream<MediaSession> all() {
        return live.values().stream();
    }

    int count() {
        return count.get();
    }

    int count(String user) {
        return byUser.getOrDefault(user, 0);
    }
}
