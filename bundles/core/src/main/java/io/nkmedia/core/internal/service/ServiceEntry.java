package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.base.Time;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What is known of a service, whether it runs or not. Changed in its turn only, read by anybody. */
final class ServiceEntry {
    final String name;
    final Turns turns;
    volatile Optional<NkService> service = Optional.empty();

    /** The document in force. */
    volatile ObjectNode tree = JsonNodeFactory.instance.objectNode();

    volatile Optional<ServiceRecord> record = Optional.empty();

    /** What was seen last, in force or refused: news are what differs from it. */
    volatile String seen = "";

    /** Why the document isn't in force. */
    volatile Optional<String> problem = Optional.empty();

    /** Runs while a change waits for its confirmation. */
    private volatile Optional<Time.Timer> trial = Optional.empty();

    private volatile Optional<Drain> drain = Optional.empty();

    ServiceEntry(String name, Executor disk) {
        this.name = name;
        turns = new Turns(disk);
    }

    boolean exists() {
        return service.isPresent() || record.isPresent() || problem.isPresent();
    }

    void trial(Optional<Time.Timer> running) {
        trial.ifPresent(Time.Timer::close);
        trial = running;
    }

    Optional<Drain> drain() {
        return drain;
    }

    void drain(Optional<Drain> running) {
        drain = running;
    }
}
