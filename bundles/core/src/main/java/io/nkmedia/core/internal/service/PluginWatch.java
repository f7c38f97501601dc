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

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

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
        review(false);
    }

    /** One has moved from one version to another, or could not. */
    void moved() {
        review(true);
    }

    private void review(boolean changed) {
        box.must(() -> {
            if (!scope.isClosed()) {
                if (plugins.refresh() || changed) {
                    service.pluginsChanged();
                }
                clocks();
            }
        });
    }

    /** An update looks like a plugin that goes: it has some time to come back before its objects end. */
    void clocks() {
        for (var slot : plugins.everybody()) {
            if (slot.isFilled()) {
                slot.grace(Optional.empty());
            } else if (slot.isLeft() && !slot.hasGrace()) {
                var grace = Duration.ofSeconds(
                        service.config().document().timeouts().pluginGrace());
                slot.grace(Optional.of(scope.after(platform.time(), grace, () -> box.must(() -> gone(slot)))));
            }
        }
    }

    /** Ends sessions of before whose backend isn't there at all; while a plugin is on its way there is a clock for that. */
    void neverCame() {
        box.must(() -> {
            if (plugins.everybody().stream().noneMatch(slot -> slot.hasGrace() || slot.isMoving())) {
                service.sessions().backendsGone();
            } else if (!scope.isClosed()) {
                scope.after(platform.time(), LOOK_AGAIN, this::neverCame);
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
