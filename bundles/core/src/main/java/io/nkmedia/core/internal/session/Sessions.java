package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.media.LegRequest;
import io.nkmedia.core.internal.media.BackendSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The media sessions of one service. Safe for use by any thread. */
public final class Sessions {
    /** What keys of sessions begin with where they are kept for the time after a crash. */
    public static final String SHELF = SessionLife.SHELF;

    /** The type that needs no backend. */
    static final String P2P = "p2p";

    /** How long {@code get_info} still answers after the end. */
    private static final Duration MEMORY = Duration.ofSeconds(30);

    /** So many ended sessions are remembered at once; of further ones {@code get_info} knows nothing. */
    private static final int MAX_REMEMBERED = 2000;

    private final SessionHost host;
    private final ServiceSide service;
    private final SessionIndex live = new SessionIndex();
    private final Map<String, MediaSession> ended = new ConcurrentHashMap<>();

    public Sessions(ServiceSide service) {
        this.host = new Host(this, service);
        this.service = service;
    }

    /**
     * Makes a session and takes its id; nothing happens before {@link MediaSession#start}.
     *
     * @throws ApiException before anything was made: {@code too_many_requests} at the quota,
     *     {@code duplicated_session_id}, and what selection says
     */
    public MediaSession enter(SessionSettings settings, Quota quota) {
        live.take(settings.user(), quota);
        boolean entered = false;
        try {
            var session = new MediaSession(settings, host, path(settings));
            entered = !ended.containsKey(settings.id()) && live.add(session);
            if (!entered) {
                throw CoreError.DUPLICATED_SESSION_ID.field("session_id");
            }
            return session;
        } finally {
            if (!entered) {
                live.giveBack(settings.user());
            }
        }
    }

    private MediaPath.Maker path(SessionSettings settings) {
        if (isP2p(settings)) {
            return p2pPath();
        }
        var names = select(settings);
        return legPath(settings, () -> names);
    }

    private static boolean isP2p(SessionSettings settings) {
        return settings.type().equals(P2P);
    }

    private static MediaPath.Maker p2pPath() {
        return (session, box, links) -> new P2pPath(links, session);
    }

    private List<String> select(SessionSettings settings) {
        return BackendSelector.select(
                new BackendSelector.Wish(settings.type(), settings.role(), settings.kind(), settings.forcedBackend()),
                host.backends().all().stream()
                        .map(backend -> new BackendSelector.Choice(backend.info(), backend.capabilities()))
                        .toList());
    }

    /** As {@link #select}, for a session that can wait until there is something to choose from. */
    private List<String> choice(SessionSettings settings) {
        try {
            return select(settings);
        } catch (ApiException none) {
            return List.of();
        }
    }

    private MediaPath.Maker legPath(SessionSettings settings, Supplier<List<String>> names) {
        var request = new LegRequest(
                settings.id(),
                settings.type(),
                settings.role(),
                settings.kind(),
                Optional.empty(),
                settings.media(),
                settings.options());
        return (session, box, links) ->
                new LegPath(request, names, () -> choice(settings), host.backends(), session, box);
    }

    public Optional<MediaSession> find(String id) {
        return live.find(id);
    }

    /** A session that lives, or ended less than 30 s ago. */
    public Optional<MediaSession> remembered(String id) {
        return find(id).or(() -> Optional.ofNullable(ended.get(id)));
    }

    public boolean isEnded(String id) {
        return ended.containsKey(id);
    }

    /** Those that match, in the order of their ids. */
    public List<MediaSession> list(String after, int limit, Predicate<MediaSession> wanted) {
        return live.after(after).filter(wanted).limit(limit).toList();
    }

    public int count() {
        return live.count();
    }

    /** When the oldest began, ms since the epoch. */
    public Optional<Long> oldest() {
        return live.all().map(MediaSession::startTime).min(Long::compare);
    }

    public int count(String user) {
        return live.count(user);
    }

    /** The connection session that owns them is gone for good. */
    public void ownerGone(String owner) {
        live.ofOwner(owner).forEach(session -> session.destroy(StopReason.of(CoreError.REGISTERED_DOWN)));
    }

    /** Sessions whose owner is not there, though they were resumed: their clients did not survive. */
    public void ownersMissing(Predicate<String> present) {
        live.ofOwners(present.negate()).forEach(session -> session.destroy(StopReason.of(CoreError.REGISTERED_DOWN)));
    }

    /** Ends all; completes when all have ended. */
    public CompletionStage<Void> destroyAll(StopReason why) {
        return CompletableFuture.allOf(live.all()
                .map(session -> session.destroy(why).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Sessions that have ended may have a leg left on a backend that was away.
     *
     * @return completes when what was asked of backends before is answered
     */
    public CompletionStage<Void> backendsChanged() {
        return CompletableFuture.allOf(Stream.concat(live.all(), ended.values().stream())
                .map(session -> session.backendsChanged().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    public void backendsGone() {
        live.all().forEach(MediaSession::backendsGone);
    }

    /** All sessions as data, for the next core. None of them may be used after that. */
    public CompletionStage<List<SessionSnapshot>> suspend() {
        var all = live.all()
                .map(session -> session.suspend().toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            var snapshots = new ArrayList<SessionSnapshot>();
            all.stream().filter(each -> !each.isCompletedExceptionally()).forEach(each -> snapshots.add(each.join()));
            return snapshots;
        });
    }

    /** Sessions of an earlier core go on. */
    public void resume(List<SessionSnapshot> snapshots) {
        var sessions = new ArrayList<MediaSession>();
        for (var snapshot : snapshots) {
            var settings = snapshot.settings();
            var session = new MediaSession(
                    settings,
                    host,
                    isP2p(settings)
                            ? p2pPath()
                            : legPath(
                                    settings,
                                    () -> snapshot.backend().map(List::of).orElseGet(() -> select(settings))));
            live.take(settings.user(), Quota.NONE);
            live.add(session);
            sessions.add(session);
        }
        for (int i = 0; i < sessions.size(); i++) {
            var session = sessions.get(i);
            var snapshot = snapshots.get(i);
            session.resume(snapshot);
            // After a crash the other side may not be there any more.
            snapshot.links().all().filter(id -> find(id).isEmpty()).forEach(session::peerEnded);
        }
    }

    void ended(MediaSession session) {
        if (ended.size() < MAX_REMEMBERED) {
            ended.put(session.id(), session);
        }
        live.remove(session);
        service.scope().after(service.time(), MEMORY, () -> ended.remove(session.id()));
    }
}
