package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nkmedia.core.internal.connection.SavedConnection;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.session.SessionSnapshot;
import io.nkmedia.core.internal.session.Sessions;
import io.nkmedia.core.internal.store.Shelf;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service begins with: what the core before it has handed on, or what was kept of a server that has died. Media go
 * on by themselves as long as their engine does; what isn't true any more is found out when legs are taken over again,
 * and clients have the time of {@code timeouts.resume} to come back, from now on.
 */
record Rescue(String service, Shelf shelf, Json json) {
    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

    /** Reads a file. */
    Handover.Part begin(Handover.Part handedOn) {
        var left = shelf.left();
        boolean isHandedOn =
                !handedOn.sessions().isEmpty() || !handedOn.connections().isEmpty();
        if (left.ours() || isHandedOn) {
            forgetOthers(left.texts(), handedOn);
            return handedOn;
        }
        var rescued = new Handover.Part(
                service,
                read(left.texts(), Sessions.SHELF, SessionSnapshot.class),
                read(left.texts(), SavedConnection.SHELF, SavedConnection.class));
        if (!left.texts().isEmpty()) {
            LOG.warn(
                    "Service {}: the server has died; {} media sessions and {} clients' sessions go on",
                    service,
                    rescued.sessions().size(),
                    rescued.connections().size());
        }
        return rescued;
    }

    /** Those that ended while one core handed over to the next. */
    private void forgetOthers(Map<String, String> texts, Handover.Part handedOn) {
        var known = new HashSet<String>();
        handedOn.sessions()
                .forEach(
                        session -> known.add(Sessions.SHELF + session.settings().id()));
        handedOn.connections()
                .forEach(connection ->
                        connection.login().ifPresent(login -> known.add(SavedConnection.SHELF + login.sessionId())));
        texts.keySet().stream().filter(key -> !known.contains(key)).forEach(shelf::removed);
    }

    private <T extends Record> List<T> read(Map<String, String> texts, String prefix, Class<T> type) {
        var binder = new Binder(json, true);
        var found = new ArrayList<T>();
        texts.forEach((key, text) -> {
            if (key.startsWith(prefix)) {
                read(binder, key, text, type).ifPresentOrElse(found::add, () -> shelf.removed(key));
            }
        });
        return found;
    }

    private <T extends Record> Optional<T> read(Binder binder, String key, String text, Class<T> type) {
        try {
            return Optional.of(binder.bind(json.parse(text), type, unknown -> {}));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("Service {}: what was kept of {} can't be read, it is lost", service, key, e);
            return Optional.empty();
        }
    }
}
