package io.nkmedia.core.internal.session;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.Event;
import io.nkmedia.api.media.Candidate;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.media.SdpKind;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.FakeBackend;
import io.nkmedia.core.internal.FakeLeg;
import io.nkmedia.core.internal.FakeShelf;
import io.nkmedia.core.internal.SampleSdp;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.event.Notice;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.store.Shelf;
import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A service's side as sessions see it, with one fake backend, on the test's thread. */
final class Stage implements ServiceSide, Subscriber {
    static final Description OFFER = new Description(SampleSdp.complete(), SdpKind.WEBRTC, false);
    static final Description TRICKLING = new Description(SampleSdp.trickling(), SdpKind.WEBRTC, true);

    final ManualTime time;
    final List<Event> events = new ArrayList<>();
    final EventBus bus = new EventBus();
    final List<MediaBackend> backends = new ArrayList<>();
    final Scope scope = new Scope("stage");
    final FakeShelf shelf = new FakeShelf();
    final FakeBackend backend;
    Set<String> candidateTypes = Set.of("host");
    final Sessions sessions;

    Stage() {
        this(new ManualTime());
    }

    private Stage(ManualTime time) {
        this(time, new FakeBackend("fake1", time));
    }

    Stage(ManualTime time, FakeBackend backend) {
        this.time = time;
        this.backend = backend;
        backends.add(backend);
        shelf.keeps = false;
        sessions = new Sessions(this);
    }

    static Candidate candidate() {
        return new Candidate(Optional.of("0"), Optional.of(0), SampleSdp.OTHER, Optional.empty());
    }

    /** Makes a session, with its direct events coming here, and starts it. */
    MediaSession start(Wanted wanted, Description... offer) {
        var session = sessions.enter(wanted.settings(), Quota.NONE);
        bus.subscribe(
                this, Subscription.of(Pattern.object("media", "session", session.id()), Subscription.Kind.DIRECT));
        session.start(Optional.ofNullable(offer.length == 0 ? null : offer[0]), Optional.empty());
        time.run();
        return session;
    }

    FakeLeg leg(MediaSession session) {
        return backend.leg(session.id());
    }

    /** The types of a session's events, with what matters in some of them. */
    List<String> told(String id) {
        return events.stream()
                .filter(event -> event.objectId().equals(Optional.of(id)))
                .map(event -> switch (event.type().orElse("")) {
                    case "state" -> String.valueOf(event.body().get("state")).toLowerCase();
                    case "destroyed" -> "destroyed " + event.body().get("name");
                    default -> event.type().orElse("");
                })
                .toList();
    }

    /** What a stage came to: its value, or the label of its error; {@code waiting} if it didn't yet. */
    Object outcome(CompletionStage<?> stage) {
        time.run();
        var future = stage.toCompletableFuture();
        if (!future.isDone()) {
            return "waiting";
        }
        try {
            return Optional.<Object>ofNullable(future.join()).orElse("done");
        } catch (CompletionException e) {
            return e.getCause() instanceof ApiException api ? api.code().label() : e.getCause();
        }
    }

    /** The backend's bundle was replaced: another object, the same engine. */
    void backendComesBack() {
        backends.clear();
        backends.add(backend.successor());
        sessions.backendsChanged();
        time.run();
    }

    void advance(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    @Override
    public void deliver(Notice notice) {
        events.add(notice.event());
    }

    @Override
    public void retired(Pattern pattern) {
        bus.unsubscribe(this, pattern, Subscription.Kind.DIRECT);
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Mailboxes mailboxes() {
        return time;
    }

    @Override
    public Backends backends() {
        return () -> List.copyOf(backends);
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public void publish(Event event) {
        bus.publish(event);
    }

    @Override
    public boolean asksFor(String type, String sessionId) {
        return bus.isAskedFor(Event.of("media", "session", type, sessionId, Map.of()));
    }

    @Override
    public void sessionEnded(String id) {
        bus.retire(Pattern.object("media", "session", id));
    }

    @Override
    public Set<String> candidateTypes() {
        return candidateTypes;
    }

    @Override
    public Duration mediaGrace() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration mediaStart() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Duration mediaSilence() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Shelf shelf() {
        return shelf;
    }
}
