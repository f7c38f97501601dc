package io.nkmedia.core.internal.service;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.session.Failures;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.ListenerState;
import io.nkmedia.gateway.Listeners;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes a service from one configuration to the next (services.md §3.3): what can fail comes first and is undone if it
 * does, what can't be undone comes last. One at a time; its steps run on the service's mailbox.
 */
final class Reconfiguration {
    private final String owner;
    private final PluginSet plugins;
    private final Listeners listeners;
    private final Executor box;
    private final Consumer<Documents.Checked> inForce;

    /** @param inForce told which configuration commands and plugins have to see from now on */
    Reconfiguration(
            String service, PluginSet plugins, Listeners listeners, Executor box, Consumer<Documents.Checked> inForce) {
        owner = "service " + service;
        this.plugins = plugins;
        this.listeners = listeners;
        this.box = box;
        this.inForce = inForce;
    }

    /**
     * Does what can be undone.
     *
     * @return fails with {@code config_failed}, the key's path as field: then {@code before} is in force as it was
     */
    CompletionStage<Void> begin(Plan plan) {
        inForce.accept(plan.next());
        return plugins.begin(plan.next().enabledPlugins(), plan.next().choices().ranges(), plan::concerns)
                .exceptionallyCompose(
                        failure -> plan.isLenient() ? complete() : CompletableFuture.failedStage(refused(failure)))
                .thenComposeAsync(done -> open(plan), box)
                .exceptionallyComposeAsync(failure -> undo(plan, failure), box);
    }

    private static ApiException refused(Throwable failure) {
        return failure.getCause() instanceof ApiException refused
                ? CoreError.CONFIG_FAILED
                        .because(refused.text())
                        .at(refused.field().orElse("plugins"))
                : CoreError.CONFIG_FAILED.field("plugins", "holds one that failed on it");
    }

    private CompletionStage<Void> open(Plan plan) {
        var before = plan.listenersBefore();
        var next = plan.listenersNext();
        if (next.equals(before)) {
            return complete();
        }
        return listeners.apply(owner, ListenerPlan.between(before, next)).thenAccept(states -> check(plan, states));
    }

    /** One that wasn't open before, either, is no reason to refuse: the gateway goes on trying it. */
    private static void check(Plan plan, List<ListenerState> states) {
        var known = plan.listenersBefore().stream().map(ListenerSpec::url).toList();
        for (var state : states) {
            if (!state.open() && !known.contains(state.url())) {
                throw CoreError.CONFIG_FAILED.field(
                        ListenerPlan.path(plan.next().document(), state.url()),
                        "can't be opened: " + state.error().orElse("no reason given"));
            }
        }
    }

    private CompletionStage<Void> undo(Plan plan, Throwable failure) {
        if (plan.isLenient()) {
            return complete();
        }
        inForce.accept(plan.before());
        var names = plan.before().enabledPlugins();
        return plugins.begin(names, plan.before().choices().ranges(), plan::concerns)
                .exceptionally(again -> null)
                .thenComposeAsync(done -> plugins.finish(plugin -> true), box)
                .thenCompose(done -> listeners.apply(owner, plan.listenersBefore()))
                .thenCompose(done -> CompletableFuture.failedStage(Failures.api(failure, "changing " + owner)));
    }

    /** Does what can't be undone: closes, stops, lets drain. Never fails. */
    CompletionStage<Void> finish(Plan plan) {
        var next = plan.listenersNext();
        var closed = next.equals(ListenerPlan.between(plan.listenersBefore(), next))
                ? complete()
                : listeners.apply(owner, next).thenAccept(states -> {});
        return closed.thenComposeAsync(done -> plugins.finish(plan::drains), box);
    }

    private static CompletionStage<Void> complete() {
        return CompletableFuture.completedStage(null);
    }

    /**
     * From where to where.
     *
     * @param isLenient whether what fails is left as it is: at the start, when there is nothing to go back to
     */
    record Plan(Documents.Checked before, Documents.Checked next, boolean isFirst, boolean isLenient) {
        List<ListenerSpec> listenersBefore() {
            return isFirst ? List.of() : ListenerPlan.of(before.document());
        }

        List<ListenerSpec> listenersNext() {
            return ListenerPlan.of(next.document());
        }

        /** Whether something changed that a plugin can see. */
        boolean concerns(String plugin) {
            return !Objects.equals(before.parts().get(plugin), next.parts().get(plugin))
                    || !before.backendsOf(plugin).equals(next.backendsOf(plugin));
        }

        /** Whether a plugin goes only because its engines aren't listed any more: their sessions go on. */
        boolean drains(String plugin) {
            return next.document().enabled() && !before.choices().listed().contains(plugin);
        }

        /** Users who were removed or have another password now. */
        List<ServiceDocument.User> strangers() {
            return before.document().auth().users().stream()
                    .filter(user -> next.document().auth().users().stream()
                            .noneMatch(now -> now.user().equals(user.user())
                                    && now.passwordHash().equals(user.passwordHash())))
                    .toList();
        }
    }
}
