package io.nkmedia.core.internal.service;

import io.nkmedia.api.Event;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.config.ServiceLog;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.session.Backends;
import io.nkmedia.core.internal.session.ServiceSide;
import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A service as its media sessions see it. */
record MediaSide(
        NkService service, Platform platform, Backends backends, EventBus bus, Scope scope, ServiceLog serviceLog)
        implements ServiceSide {
    @Override
    public Time time() {
        return platform.time();
    }

    @Override
    public Mailboxes mailboxes() {
        return platform.mailboxes();
    }

    @Override
    public void publish(Event event) {
        service.publish(event);
    }

    /** What an operator wants to see of sessions. */
    void log(Event event) {
        if (serviceLog.debugs(ServiceLog.Part.SESSION) && event.eventClass().equals("media")) {
            serviceLog.debug(
                    ServiceLog.Part.SESSION,
                    "{} of {} {}",
                    event.type().orElse(""),
                    event.objectId().orElse(""),
                    serviceLog.debugs(ServiceLog.Part.SESSION, "media") ? event.body() : "");
        }
    }

    @Override
    public boolean asksFor(String type, String sessionId) {
        return bus.isAskedFor(Event.of("media", "session", type, sessionId, Map.of()));
    }

    @Override
    public void sessionEnded(String id) {
        bus.retire(Pattern.object("media", "session", id));
    }

    private ServiceDocument.Media media() {
        return service.config().document().media();
    }

    @Override
    public Set<String> candidateTypes() {
        return media().ice().candidateTypes();
    }

    @Override
    public Duration mediaGrace() {
        return Duration.ofSeconds(media().mediaGrace());
    }

    @Override
    public Duration mediaStart() {
        return Duration.ofSeconds(media().mediaStart());
    }

    @Override
    public Duration mediaSilence() {
        return Duration.ofSeconds(media().mediaSilence());
    }

    @Override
    public Shelf shelf() {
        return service.shelf();
    }
}
