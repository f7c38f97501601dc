package io.nkmedia.core.internal.session;

import io.nkmedia.api.Event;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The service as one of its sessions sees it. */
record Host(Sessions sessions, ServiceSide service) implements SessionHost {
    @Override
    public Time time() {
        return service.time();
    }

    @Override
    public Mailboxes mailboxes() {
        return service.mailboxes();
    }

    @Override
    public Backends backends() {
        return service.backends();
    }

    @Override
    public Optional<MediaSession> find(String id) {
        return sessions.find(id);
    }

    @Override
    public void publish(Event event) {
        service.publish(event);
    }

    @Override
    public boolean asksFor(String type, String sessionId) {
        return service.asksFor(type, sessionId);
    }

    @Override
    public void ended(MediaSession session) {
        sessions.ended(session);
        service.sessionEnded(session.id());
    }

    @Override
    public Set<String> candidateTypes() {
        return service.candidateTypes();
    }

    @Override
    public Duration mediaGrace() {
        return service.mediaGrace();
    }

    @Override
    public Duration mediaStart() {
        return service.mediaStart();
    }

    @Override
    public Duration mediaSilence() {
        return service.mediaSilence();
    }

    @Override
    public Shelf shelf() {
        return service.shelf();
    }
}
