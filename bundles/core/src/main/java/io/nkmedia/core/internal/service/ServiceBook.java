package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.base.Scope;
import io.nkmedia.core.internal.command.Administration;
import io.nkmedia.core.internal.command.ServiceCommands;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.config.Secrets;
import io.nkmedia.core.internal.config.Trees;
import io.nkmedia.core.internal.session.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All services of this process: what is in force and what is kept, and how the one follows the other, whoever changes it.
 * Safe for use by any thread.
 */
final class ServiceBook implements House {
    /** The service whose admins manage the others. */
    static final String CORE = "core";

    private static final Logger LOG = LoggerFactory.getLogger(ServiceBook.class);

    private final Platform platform;
    private final Documents documents;
    private final ServiceStore store;
    private final Executor disk;
    private final Scope scope = new Scope("services");
    private final Map<String, ServiceEntry> entries = new ConcurrentSkipListMap<>();
    private final ServiceChanges changes;

    /** @param disk runs what reads and writes files */
    ServiceBook(Function<House, Platform> platform, Documents documents, ServiceStore store, Executor disk) {
        this.platform = platform.apply(this);
        this.documents = documents;
        this.store = store;
        this.disk = disk;
        changes = new ServiceChanges(this, documents, this.platform);
    }

    Administration administration() {
        return changes;
    }

    Platform platform() {
        return platform;
    }

    ServiceStore store() {
        return store;
    }

    Scope scope() {
        return scope;
    }

    ServiceEntry entry(String name) {
        return entries.computeIfAbsent(name, n -> new ServiceEntry(n, disk));
    }

    Optional<ServiceEntry> find(String name) {
        return Optional.ofNullable(entries.get(name)).filter(ServiceEntry::exists);
    }

    List<ServiceEntry> all() {
        return entries.values().stream().filter(ServiceEntry::exists).toList();
    }

    List<NkService> running() {
        return entries.values().stream().flatMap(e -> e.service.stream()).toList();
    }

    // ---- what others wrote ----

    /** A document that was there before this core; waits for nothing but its files. */
    void load(String name, String text, Map<String, Handover.Part> earlier) {
        var entry = entry(name);
        entry.seen = text;
        remember(entry);
        var documentsToTry = new ArrayList<>(List.of(text));
        entry.record.map(ServiceRecord::document).ifPresent(documentsToTry::add);
        for (var each : documentsToTry) {
            try {
                var tree = tree(name, each);
                Secrets.keep(tree, MissingNode.getInstance());
                open(
                        entry,
                        tree,
                        new NkService(platform, check(tree)),
                        each,
                        earlier.getOrDefault(name, Handover.Part.nothing(name)));
                return;
            } catch (RuntimeException broken) {
                refused(entry, broken);
            }
        }
    }

    private void open(ServiceEntry entry, ObjectNode tree, NkService service, String text, Handover.Part earlier) {
        entry.tree = tree;
        entry.service = Optional.of(service);
        service.start(earlier, true);
        // Who changed the document while nobody looked has confirmed what was on trial.
        var record = entry.record
                .map(known -> known.document().equals(text) ? known : known.with(text))
                .orElseGet(() -> ServiceRecord.fresh(text));
        if (!entry.record.equals(Optional.of(record))) {
            keep(entry, record);
        }
        changes.resume(entry);
    }

    private void remember(ServiceEntry entry) {
        try {
            entry.record = store.record(entry.name);
        } catch (IOException e) {
            LOG.error("What was kept of service {} can't be read", entry.name, e);
        }
    }

    /** Config Admin has another document: somebody edited the file, or changed it there. */
    CompletionStage<Void> changed(String name, ServiceConfiguration configuration) {
        var entry = entry(name);
        return entry.turns.must(() -> {
            var text = configuration.document();
            if (text.equals(entry.seen) || (configuration.fromFile() && !isCurrent(name, text))) {
                return done();
            }
            entry.seen = text;
            return accept(entry, text)
                    .thenAcceptAsync(
                            accepted -> {
                                if (!configuration.fromFile() || !accepted.equals(text)) {
                                    write(entry, accepted);
                                }
                            },
                            disk)
                    .exceptionally(failure -> {
                        refused(entry, failure);
                        return null;
                    });
        });
    }

    /** Of a file that changes often, what is told may be old: the newest will be told, too. */
    private boolean isCurrent(String name, String text) {
        try {
            return store.document(name).map(text::equals).orElse(true);
        } catch (IOException unreadable) {
            LOG.debug("The document of {} can't be compared", name, unreadable);
            return true;
        }
    }

    /** Gives the text that is in force now: with the secrets that {@code given} only shows as unchanged. */
    private CompletionStage<String> accept(ServiceEntry entry, String given) {
        try {
            var tree = tree(entry.name, given);
            var shown = tree.deepCopy();
            Secrets.keep(tree, entry.tree);
            var text = tree.equals(shown) ? given : tree.toPrettyString();
            var checked = check(tree);
            if (entry.service.isEmpty()) {
                // After an upgrade of the server only the files and these are left.
                remember(entry);
                open(entry, tree, new NkService(platform, checked), text, Handover.Part.nothing(entry.name));
                entry.problem = Optional.empty();
                return CompletableFuture.completedStage(text);
            }
            return changes.apply(entry, tree, checked, "file")
                    .thenRunAsync(() -> kept(entry, text), disk)
                    .thenApply(done -> text);
        } catch (ApiException broken) {
            return CompletableFuture.failedStage(broken);
        }
    }

    private void kept(ServiceEntry entry, String text) {
        keep(entry, entry.record.map(record -> record.with(text)).orElseGet(() -> ServiceRecord.fresh(text)));
        entry.trial(Optional.empty());
    }

    private void refused(ServiceEntry entry, Throwable failure) {
        var why = Failures.api(failure, "reading the configuration of service " + entry.name)
                .text();
        entry.problem = Optional.of(why);
        LOG.error("Service {}: configuration refused, what was in force stays: {}", entry.name, why);
        tell(entry, why);
    }

    /** What could not be put into force is news, too. */
    void tell(ServiceEntry entry, String error) {
        var state = entry.service.map(NkService::state).orElse(ServiceState.FAILED);
        var event = Event.of(
                "core", "service", "state", entry.name, Map.of("name", entry.name, "state", state, "error", error));
        entry.service.ifPresentOrElse(service -> service.publish(event), () -> published(entry.name, event));
    }

    /** @throws ApiException if it isn't the document of this service */
    ObjectNode tree(String name, String text) {
        return checkName(name, documents.tree(text));
    }

    /** @throws ApiException if the document says that it is another service's */
    static ObjectNode checkName(String name, ObjectNode tree) {
        if (tree.has("name") && !tree.path("name").asText().equals(name)) {
            throw CoreError.INVALID_VALUE.field("name", "must be " + name + ", which can't change");
        }
        return tree;
    }

    /** @throws ApiException naming the first thing that is wrong */
    Documents.Checked check(ObjectNode tree) {
        var checked = documents.check(tree);
        platform.plugins().check(checked.plugins(), checked.choices().ranges());
        return checked;
    }

    /** The document isn't in Config Admin any more: its file was deleted. */
    CompletionStage<Void> deleted(String name) {
        var entry = entry(name);
        return entry.turns.must(() -> {
            try {
                if (!entry.exists() || store.document(name).isPresent()) {
                    return done();
                }
            } catch (IOException e) {
                LOG.error("Whether service {} was deleted can't be found out", name, e);
                return done();
            }
            return remove(entry);
        });
    }

    /** Stops a service and forgets it. In its turn. */
    CompletionStage<Void> remove(ServiceEntry entry) {
        var service = entry.service;
        entry.service = Optional.empty();
        entry.record = Optional.empty();
        entry.problem = Optional.empty();
        entry.seen = "";
        entry.trial(Optional.empty());
        entry.drain().ifPresent(Drain::end);
        entry.drain(Optional.empty());
        return service.map(NkService::stop)
                .orElse(done())
                .thenRunAsync(
                        () -> {
                            try {
                                store.delete(entry.name);
                            } catch (IOException e) {
                                LOG.error("Service {} is deleted, but something of it is left on disk", entry.name, e);
                            }
                        },
                        disk);
    }

    // ---- what we write ----

    /** On a thread that may block. A failure is logged: what is in force stays in force. */
    void keep(ServiceEntry entry, ServiceRecord record) {
        entry.record = Optional.of(record);
        try {
            store.keep(entry.name, record);
        } catch (IOException e) {
            LOG.error("Service {}: what has to be kept of it can't be written", entry.name, e);
        }
    }

    /** The same, for the document. */
    void write(ServiceEntry entry, String text) {
        entry.seen = text;
        try {
            store.write(entry.name, text);
        } catch (IOException e) {
            entry.problem = Optional.of("the document in force could not be written");
            LOG.error("Service {}: its document can't be written", entry.name, e);
        }
    }

    static CompletionStage<Void> done() {
        return CompletableFuture.completedStage(null);
    }

    Executor disk() {
        return disk;
    }

    void after(Duration delay, Runnable task) {
        scope.after(platform.time(), delay, task);
    }

    List<String> changedKeys(ServiceEntry entry, ObjectNode next) {
        return Trees.differences(entry.tree, next);
    }

    // ---- for services ----

    @Override
    public Collection<ApiCommand<?>> commands(String service) {
        return service.equals(CORE) ? ServiceCommands.ofCore(changes) : ServiceCommands.ofOthers(changes);
    }

    @Override
    public Optional<NkService> service(String name) {
        return find(name).flatMap(entry -> entry.service);
    }

    @Override
    public void sessionOver(String id) {
        changes.sessionOver(id);
    }

    @Override
    public void published(String service, Event event) {
        boolean ofTheHouse = event.eventClass().equals("core")
                && event.subclass()
                        .filter(subclass -> subclass.equals("service") || subclass.equals("backend"))
                        .isPresent();
        if (ofTheHouse && !service.equals(CORE)) {
            find(CORE)
                    .flatMap(entry -> entry.service)
                    .ifPresent(core -> core.events().publish(event));
        }
    }
}
