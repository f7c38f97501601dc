package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.core.internal.command.Administration;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.config.Secrets;
import io.nkmedia.core.internal.config.Trees;
import io.nkmedia.core.internal.session.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Changes of services that an operator asks for, by API or shell (protocol.md §7.15). */
final class ServiceChanges implements Administration {
    private static final String ENABLED = "enabled";

    private final ServiceBook book;
    private final Documents documents;
    private final Platform platform;
    private final ServiceViews views;

    ServiceChanges(ServiceBook book, Documents documents, Platform platform) {
        this.book = book;
        this.documents = documents;
        this.platform = platform;
        views = new ServiceViews(platform.listeners(), platform.json());
    }

    @Override
    public View get(String name) {
        return views.of(known(name), true);
    }

    @Override
    public List<View> list() {
        return book.all().stream().map(entry -> views.of(entry, false)).toList();
    }

    private ServiceEntry known(String name) {
        return book.find(name).orElseThrow(() -> CoreError.SERVICE_NOT_FOUND.field("name"));
    }

    private <T> CompletionStage<T> inTurn(String name, Function<ServiceEntry, CompletionStage<T>> work) {
        known(name);
        return book.entry(name).turns.ask(() -> work.apply(known(name)));
    }

    // ---- create, update ----

    @Override
    public CompletionStage<Created> create(String name, Map<String, Object> config, String by) {
        var entry = book.entry(name);
        return entry.turns.ask(() -> {
            if (entry.exists()) {
                throw CoreError.SERVICE_ALREADY_EXISTS.field("name");
            }
            var tree = inConfig(() -> fresh(name, documents.tree(config, entry.tree)));
            var service = new NkService(platform, inConfig(() -> book.check(tree)));
            entry.service = Optional.of(service);
            return service.start(Handover.Part.nothing(service.name()), false)
                    .handleAsync(
                            (done, failure) -> failure == null ? created(entry, tree) : undone(entry, failure),
                            book.disk())
                    .thenCompose(stage -> stage);
        });
    }

    private ObjectNode fresh(String name, ObjectNode tree) {
        Secrets.keep(tree, MissingNode.getInstance());
        return named(name, tree);
    }

    private CompletionStage<Created> created(ServiceEntry entry, ObjectNode tree) {
        var text = tree.toPrettyString();
        entry.tree = tree;
        book.keep(entry, ServiceRecord.fresh(text));
        book.write(entry, text);
        return CompletableFuture.completedStage(
                new Created(entry.name, entry.record.orElseThrow().uuid()));
    }

    private CompletionStage<Created> undone(ServiceEntry entry, Throwable failure) {
        return book.remove(entry).thenCompose(done -> CompletableFuture.failedStage(below(failure)));
    }

    private static ObjectNode named(String name, ObjectNode tree) {
        return ServiceBook.checkName(name, tree).put("name", name);
    }

    @Override
    public CompletionStage<Applied> update(Change change, String by) {
        return inTurn(change.name(), entry -> {
            var next = inConfig(() -> next(entry, change));
            var checked = inConfig(() -> book.check(next));
            var applied = new Applied(book.changedKeys(entry, next), restarted(entry, checked), List.of());
            if (change.dryRun()) {
                return CompletableFuture.completedStage(applied);
            }
            return put(entry, next, checked, by, change.trial()).thenApply(done -> applied);
        });
    }

    private ObjectNode next(ServiceEntry entry, Change change) {
        var given =
                documents.tree(change.config(), change.replace() ? JsonNodeFactory.instance.objectNode() : entry.tree);
        var next = change.replace() ? given : (ObjectNode) Trees.merged(entry.tree, given);
        Secrets.keep(next, entry.tree);
        return named(entry.name, next);
    }

    private static List<String> restarted(ServiceEntry entry, Documents.Checked next) {
        var before = entry.service.map(service -> service.config().backends()).orElse(List.of());
        return next.backends().stream()
                .filter(now -> before.stream()
                        .anyMatch(old ->
                                old.name().equals(now.name()) && !old.ofEngine().equals(now.ofEngine())))
                .map(now -> "backends." + now.name())
                .toList();
    }

    /** What is wrong is told by the key's path in the request. */
    private static <T> T inConfig(Supplier<T> work) {
        try {
            return work.get();
        } catch (ApiException wrong) {
            throw below(wrong);
        }
    }

    private static ApiException below(Throwable failure) {
        var known = Failures.api(failure, "changing a service");
        return known.field().map(path -> known.at("config." + path)).orElse(known);
    }

    /** Puts a checked document into force and keeps it. */
    private CompletionStage<Void> put(
            ServiceEntry entry, ObjectNode next, Documents.Checked checked, String by, Optional<Trial> trial) {
        if (entry.name.equals(ServiceBook.CORE) && !checked.document().enabled()) {
            throw CoreError.INVALID_VALUE.field("config.enabled", "must be true: nobody could start it again");
        }
        var text = next.toPrettyString();
        return apply(entry, next, checked, by)
                .thenRunAsync(
                        () -> {
                            var record = entry.record.orElseGet(() -> ServiceRecord.fresh(text));
                            book.keep(
                                    entry,
                                    trial.map(t -> record.trial(
                                                    text, now() + t.within().toMillis(), t.operator()))
                                            .orElseGet(() -> record.with(text)));
                            book.write(entry, text);
                            watchTrial(entry);
                        },
                        book.disk())
                .exceptionallyCompose(failure -> {
                    var why = below(failure);
                    book.tell(entry, why.text());
                    return CompletableFuture.failedStage(why);
                });
    }

    /** Puts a checked document into force. In the entry's turn. */
    CompletionStage<Void> apply(ServiceEntry entry, ObjectNode next, Documents.Checked checked, String by) {
        var changed = book.changedKeys(entry, next);
        var service = entry.service.orElseGet(() -> new NkService(platform, checked));
        var applied = entry.service.isPresent()
                ? service.update(checked)
                : service.start(Handover.Part.nothing(service.name()), false);
        var isNew = entry.service.isEmpty();
        return applied.exceptionallyCompose(failure -> isNew
                        ? service.stop().thenCompose(done -> CompletableFuture.failedStage(failure))
                        : CompletableFuture.failedStage(failure))
                .thenRun(() -> {
                    entry.service = Optional.of(service);
                    entry.tree = next;
                    entry.problem = Optional.empty();
                    if (!changed.isEmpty()) {
                        service.publish(Event.of(
                                "core",
                                "service",
                                "config",
                                entry.name,
                                Map.of("name", entry.name, "changed", changed, "by", by)));
                    }
                });
    }

    private long now() {
        return platform.time().now().toEpochMilli();
    }

    // ---- confirm ----

    @Override
    public CompletionStage<Void> confirm(String name) {
        return inTurn(name, entry -> {
            var record = entry.record
                    .filter(r -> r.confirmBy().isPresent())
                    .orElseThrow(() -> CoreError.INVALID_STATE.because("there is nothing to confirm"));
            book.keep(entry, record.with(record.document()));
            watchTrial(entry);
            return ServiceBook.done();
        });
    }

    private void watchTrial(ServiceEntry entry) {
        entry.trial(entry.record
                .flatMap(ServiceRecord::confirmBy)
                .map(until -> book.scope()
                        .after(
                                platform.time(),
                                Duration.ofMillis(until - now()),
                                () -> entry.turns.must(() -> revert(entry, this::isLate, "confirm_timeout")))));
    }

    /** Whoever was to confirm has lost the connection, perhaps by the change itself. */
    void sessionOver(String id) {
        Predicate<ServiceRecord> itsOwn = record -> record.operator().equals(Optional.of(id));
        for (var entry : book.all()) {
            if (entry.record.filter(itsOwn).isPresent()) {
                entry.turns.must(() -> revert(entry, itsOwn, "operator_lost"));
            }
        }
    }

    private CompletionStage<Void> revert(ServiceEntry entry, Predicate<ServiceRecord> due, String by) {
        return entry.record
                .filter(due)
                .flatMap(ServiceRecord::revert)
                .map(documents::tree)
                .map(tree -> put(entry, tree, book.check(tree), by, Optional.empty()))
                .orElseGet(ServiceBook::done);
    }

    private boolean isLate(ServiceRecord record) {
        return record.confirmBy().filter(until -> until <= now()).isPresent();
    }

    /** After a restart of core or of the server the clocks go on. */
    void resume(ServiceEntry entry) {
        watchTrial(entry);
        entry.record.flatMap(ServiceRecord::drainUntil).ifPresent(until -> drain(entry, until, "drain"));
    }

    // ---- start, stop, delete ----

    @Override
    public CompletionStage<Void> start(String name, String by) {
        return inTurn(name, entry -> {
            endDrain(entry, Drain::cancel);
            return enable(entry, true, by);
        });
    }

    private CompletionStage<Void> enable(ServiceEntry entry, boolean enabled, String by) {
        if (entry.tree.path(ENABLED).asBoolean(true) == enabled && entry.service.isPresent()) {
            return ServiceBook.done();
        }
        var next = entry.tree.deepCopy().put(ENABLED, enabled);
        return put(entry, next, book.check(next), by, Optional.empty());
    }

    @Override
    public CompletionStage<Void> stop(String name, Duration drain, String by) {
        if (name.equals(ServiceBook.CORE)) {
            throw CoreError.INVALID_OPERATION.because("nobody could start it again");
        }
        return inTurn(name, entry -> {
                    if (drain.isZero() || entry.service.isEmpty()) {
                        return stopNow(entry, by).thenApply(done -> Optional.<Drain>empty());
                    }
                    return CompletableFuture.completedStage(Optional.of(drain(entry, now() + drain.toMillis(), by)));
                })
                .thenCompose(draining -> draining.map(Drain::stopped).orElse(ServiceBook.done()));
    }

    private CompletionStage<Void> stopNow(ServiceEntry entry, String by) {
        return enable(entry, false, by).thenRunAsync(() -> endDrain(entry, Drain::end), book.disk());
    }

    private Drain drain(ServiceEntry entry, long until, String by) {
        endDrain(entry, Drain::end);
        var drain = new Drain(
                entry.service.orElseThrow(),
                platform.time(),
                book.scope(),
                until,
                over -> entry.turns.must(() ->
                        entry.drain().filter(d -> d == over).isPresent() ? stopNow(entry, by) : ServiceBook.done()));
        entry.drain(Optional.of(drain));
        entry.record.ifPresent(record -> book.keep(entry, record.drain(Optional.of(until))));
        drain.begin();
        return drain;
    }

    private void endDrain(ServiceEntry entry, Consumer<Drain> how) {
        entry.drain().ifPresent(drain -> {
            entry.drain(Optional.empty());
            entry.record.ifPresent(record -> book.keep(entry, record.drain(Optional.empty())));
            how.accept(drain);
        });
    }

    @Override
    public CompletionStage<Void> delete(String name, String by) {
        return inTurn(name, entry -> {
            if (entry.service
                    .filter(service -> service.state() != ServiceState.STOPPED)
                    .isPresent()) {
                throw CoreError.INVALID_STATE.because("it has to be stopped first");
            }
            return book.remove(entry);
        });
    }

    // ---- users ----

    @Override
    public CompletionStage<UserSet> setUser(
            String name, String user, Optional<String> password, Optional<List<String>> roles, String by) {
        return inTurn(name, entry -> {
            var generated = password.isEmpty() && !UserEdit.knows(entry.tree, user)
                    ? Optional.of(platform.passwords().generated())
                    : Optional.<String>empty();
            var hash = generated.or(() -> password).map(platform.passwords()::hash);
            var next = UserEdit.set(entry.tree, user, hash, roles);
            return put(entry, next, UserEdit.checked(() -> book.check(next)), by, Optional.empty())
                    .thenApply(done -> new UserSet(user, generated));
        });
    }

    @Override
    public CompletionStage<Void> removeUser(String name, String user, String by) {
        return inTurn(name, entry -> {
            var next = UserEdit.without(entry.tree, user);
            return put(entry, next, book.check(next), by, Optional.empty());
        });
    }
}
