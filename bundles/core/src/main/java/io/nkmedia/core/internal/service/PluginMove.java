package io.nkmedia.core.internal.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A service goes from one version of a plugin to another while it runs. The one before serves until the next has been
 * made; then what sessions have asked of it is waited for, it is given back without stop, and the next one starts and
 * carries on. The next one is somebody's code that is called for the first time: it may throw, refuse or never return, and
 * none of that may happen on the service's mailbox. All else does.
 */
final class PluginMove {
    private final PluginSlot slot;
    private final PluginHost host;
    private final Plugins.Provider to;
    private volatile boolean cancelled;

    PluginMove(PluginSlot slot, PluginHost host, Plugins.Provider to) {
        this.slot = slot;
        this.host = host;
        this.to = to;
    }

    Plugins.Provider to() {
        return to;
    }

    /** Completes when it is over; fails with why the next one can't serve. */
    CompletionStage<Void> run() {
        return host.aside(
                        () -> host.plugins()
                                .lease(to)
                                .orElseThrow(() -> new IllegalStateException("it could not be made")),
                        Plugins.Lease::close)
                .thenComposeAsync(this::made, host.box());
    }

    /** It is over, or the slot has nothing to move any more. Any thread. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private CompletionStage<Void> made(Plugins.Lease next) {
        if (cancelled) {
            return dropped(next);
        }
        slot.hide();
        return host.quiet().get().thenComposeAsync(quiet -> exchange(next), host.box());
    }

    private CompletionStage<Void> exchange(Plugins.Lease next) {
        return cancelled ? dropped(next) : slot.exchange(next);
    }

    private static CompletionStage<Void> dropped(Plugins.Lease next) {
        next.close();
        return CompletableFuture.completedStage(null);
    }
}
