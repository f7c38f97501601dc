package io.nkmedia.core.internal.service;

import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees plugins come and go while a service runs. Its state belongs to the service's mailbox. */
final class PluginWatch implements Plugins.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);

    /** How long a plugin may be away, which is what its upgrade looks like, before its objects end. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final NkService service;
    private final Platform platform;
    private final PluginSet plugins;
    private final Mailbox box;
    private final Scope scope;

    PluginWatch(NkService service, Platform platform, PluginSet plugins, Mailbox box, Scope scope) {
        this.service = service;
        this.platform = platform;
        this.plugins = plugins;
        this.box = box;
        this.scope = scope;
    }

    void begin() {
        platform.plugins().listen(this);
        scope.add(() -> platform.plugins().forget(this));
    }

    @Override
    public void pluginsChanged(String plugin) {
        box.must(() -> {
            if (!scope.isClosed()) {
                if (plugins.refresh()) {
                    service.pluginsChanged();
                }
                plugins.slot(plugin)
                        .ifPresent(slot -> slot.grace(
                                slot.isFilled()
                                        ? Optional.empty()
                                        : Optional.of(scope.after(
                                                platform.time(), GRACE, () -> box.must(() -> gone(slot))))));
            }
        });
    }

    private void gone(PluginSlot slot) {
        if (!slot.isFilled() && plugins.slot(slot.plugin()).isPresent()) {
            LOG.warn("Service {}: plugin {} has not come back, what it carried ends", service.name(), slot.plugin());
            service.sessions().backendsGone();
            service.config().backends().stream()
                    .filter(backend -> backend.kind().equals(slot.plugin()))
                    .forEach(this::stopInstances);
        }
    }

    /** Ends what a backend has outside of this process, if its plugin can't do it. */
    void stopInstances(BackendConfig backend) {
        platform.runtime().get().ifPresent(runtime -> runtime.stopAll(service.name() + "/" + backend.name() + "/"));
    }
}
