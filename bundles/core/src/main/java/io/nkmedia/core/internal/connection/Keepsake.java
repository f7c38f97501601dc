package io.nkmedia.core.internal.connection;

import io.nkmedia.core.internal.store.Shelf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A connection as data: for the next core, and on disk for the time after a crash. Belongs to the connection's mailbox.
 */
final class Keepsake {
    /**
     * So many numbers of events are taken at once, so that not each event has to be written; more of them when half are
     * used, since events may go out faster than that is written.
     */
    private static final long NUMBERS = 10_000;

    private final ClientConnection client;
    private final ConnectionHost service;
    private long reserved;

    Keepsake(ClientConnection client, ConnectionHost service, Optional<SavedConnection> earlier) {
        this.client = client;
        this.service = service;
        reserved = earlier.map(SavedConnection::seq).orElse(0L) + NUMBERS;
    }

    /** All that the next core needs; with the events that wait. */
    SavedConnection handedOn(Optional<Duration> left) {
        var events = client.outgoing().events();
        return of(events.seq() + client.missed(), events.saved(), left);
    }

    private SavedConnection of(long seq, List<Map<String, Object>> waiting, Optional<Duration> left) {
        return new SavedConnection(
                SavedConnection.SCHEMA,
                client.desk().login(),
                client.subscriptions().saved(),
                client.outgoing().nextTid(),
                seq,
                client.desk().ticket(),
                client.outgoing().events().acks(),
                waiting,
                service.callbacks().registrations().of(client),
                left.map(Duration::toMillis),
                Optional.of(client.info()));
    }

    /** Something has changed that must be known after a crash; only of a session that may be gone on with. */
    void touch() {
        shelf().ifPresent(shelf -> shelf.changed(key(), this::tell));
    }

    /** An event has this number: the client must never see it again. */
    void numbered(long seq) {
        if (seq > reserved - NUMBERS / 2) {
            reserved = seq + NUMBERS;
            touch();
        }
    }

    /** It is over for good. */
    void over() {
        shelf().ifPresent(shelf -> shelf.removed(key()));
    }

    private Optional<Shelf> shelf() {
        return client.desk().ticket().isPresent() && client.desk().login().isPresent()
                ? Optional.of(service.shelf())
                : Optional.empty();
    }

    private String key() {
        return SavedConnection.SHELF + client.desk().login().orElseThrow().sessionId();
    }

    /** Events that wait are not kept: after a crash a gap in their numbers tells that they are gone. */
    private void tell(Consumer<Object> how) {
        client.post(() -> {
            if (client.desk().ticket().isPresent()) {
                how.accept(of(reserved, List.of(), Optional.empty()));
            }
        });
    }
}
