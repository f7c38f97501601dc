package io.nkmedia.janus.internal;

import static io.nkmedia.testing.Eventually.await;

import io.nkmedia.api.Event;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.runtime.BackendRuntime;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.FrameProtocol;
import io.nkmedia.janus.internal.wire.Links;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The bundle's components put together by hand, as a service named demo would have them. */
final class JanusFixture implements ServiceContext, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final List<Event> events = new CopyOnWriteArrayList<>();
    final AtomicInteger changes = new AtomicInteger();
    private final Supplier<Sockets> kind;
    private Sockets sockets;
    private final BackendRuntime runtime;
    private final Mailboxes mailboxes;
    private final Time time;
    private volatile List<BackendConfig> configs;
    private Links links;
    JanusExtension extension;

    JanusFixture(BackendRuntime runtime, Mailboxes mailboxes, Time time, BackendConfig config, Supplier<Sockets> kind) {
        this.runtime = runtime;
        this.mailboxes = mailboxes;
        this.time = time;
        this.configs = List.of(config);
        links = new Links(time);
        this.kind = kind;
        sockets = kind.get();
        sockets.attach(protocols());
        extension = extension();
    }

    static BackendConfig config(Map<String, Object> settings) {
        return new BackendConfig("janus", "janus", "process", settings);
    }

    private Map<String, FrameProtocol> protocols() {
        return Map.of("janus", new JanusProtocol(links), "janus-admin", new JanusAdminProtocol(links));
    }

    private JanusExtension extension() {
        var started = new JanusExtension(sockets.listeners(), links, mailboxes, time);
        started.setRuntime(runtime);
        await(LIMIT, started.start(this));
        return started;
    }

    MediaBackend backend() {
        return extension.backends().iterator().next();
    }

    /** As the framework does it: the protocols go, the extension goes, then all come back from a new class loader. */
    void replaceBundle() {
        beginReplacement();
        finishReplacement();
    }

    void beginReplacement() {
        sockets.detach();
        extension.deactivate();
    }

    void finishReplacement() {
        attachOnly();
        extensionOnly();
    }

    /** The protocols come back, the service's part doesn't yet. */
    void attachOnly() {
        links = new Links(time);
        sockets.attach(protocols());
    }

    void extensionOnly() {
        extension = extension();
    }

    /** As the framework does it when core is replaced: only the service's part of the bundle is made anew. */
    void replaceExtension() {
        extension.deactivate();
        extension = extension();
    }

    /** As if the whole controller had died: its sockets break, another one starts from nothing. */
    void crash() {
        die();
        comeAfterCrash();
    }

    void die() {
        sockets.detach();
        sockets.close();
        extension.deactivate();
    }

    void comeAfterCrash() {
        links = new Links(time);
        sockets = kind.get();
        sockets.attach(protocols());
        extension = extension();
    }

    void configure(List<BackendConfig> changed) {
        configs = changed;
        await(LIMIT, extension.update(this));
    }

    @Override
    public String service() {
        return "demo";
    }

    @Override
    public Map<String, Object> config() {
        return Map.of();
    }

    @Override
    public List<BackendConfig> backends() {
        return configs;
    }

    @Override
    public void publish(Event event) {
        events.add(event);
    }

    @Override
    public void changed() {
        changes.incrementAndGet();
    }

    @Override
    public void close() {
        await(LIMIT, extension.stop());
        sockets.close();
    }
}
