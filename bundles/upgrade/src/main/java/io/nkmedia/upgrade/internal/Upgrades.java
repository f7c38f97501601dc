package io.nkmedia.upgrade.internal;

import io.nkmedia.upgrade.internal.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upgrades of this server: one at a time, each on a thread of its own, so that it goes on when its operator has left. */
@Component(service = Upgrades.class)
public final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

    private final BundleContext bundles;
    private final FeaturesService features;
    private final Clock clock = new Clock.Real();
    private final Json json = new Json();
    private final Receipts receipts;
    private final Framework framework;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile String underWay = "";
    private volatile Optional<Thread> thread = Optional.empty();

    @Activate
    public Upgrades(
            BundleContext bundles, @Reference ServiceComponentRuntime components, @Reference FeaturesService features) {
        this.bundles = bundles;
        this.features = features;
        framework = new Framework(bundles, components);
        receipts = new Receipts(Path.of(bundles.getProperty("karaf.data"), "nkmedia", "receipts"), json);
    }

    /** The server stops, or this bundle is exchanged: what is watched is kept. */
    @Deactivate
    void stop() {
        thread.ifPresent(Thread::interrupt);
    }

    /**
     * Whether it could be done; touches nothing.
     *
     * @return what would be exchanged
     * @throws Refused with a sentence for the operator
     */
    public String check(Order order) throws Refused {
        var id = begin(order);
        try {
            var change = checked(id, order);
            change.abandon();
            return change.kind() + " " + change.subject() + " from " + change.from() + " to " + change.to();
        } finally {
            end(id);
        }
    }

    /**
     * Does it.
     *
     * @return the receipt, when it is over
     * @throws Refused with a sentence for the operator; nothing was touched
     */
    public CompletionStage<Map<String, Object>> start(Order order) throws Refused {
        var id = begin(order);
        boolean handedOn = false;
        try {
            var change = checked(id, order);
            var kept = change.kind().equals("bundle")
                    ? Optional.of(file(id, ".jar").toString())
                    : Optional.<String>empty();
            var over = new CompletableFuture<Map<String, Object>>();
            var runner = new Thread(
                    () -> run(new Upgrade(id, change, framework, clock, kept), order, id, over), "nkmedia-upgrade");
            runner.setDaemon(true);
            runner.setContextClassLoader(null);
            thread = Optional.of(runner);
            runner.start();
            handedOn = true;
            return over;
        } finally {
            if (!handedOn) {
                end(id);
            }
        }
    }

    private void run(Upgrade upgrade, Order order, String id, CompletableFuture<Map<String, Object>> over) {
        try {
            var receipt = upgrade.run(order.watch());
            // The server stops: a thread that is interrupted can't write.
            Thread.interrupted();
            receipts.write(receipt);
            end(id);
            over.complete(receipt.plain());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Upgrade of {} failed", order.what(), e);
            end(id);
            over.completeExceptionally(e);
        }
    }

    private String begin(Order order) throws Refused {
        if (!busy.compareAndSet(false, true)) {
            throw new Refused("an upgrade is under way (" + underWay + "): one at a time");
        }
        underWay = order.what();
        return Receipts.id(clock.now(), order.repository().isPresent() ? "feature" : "bundle");
    }

    private void end(String id) {
        try {
            Files.deleteIfExists(file(id, ".new"));
        } catch (IOException | Refused e) {
            LOG.warn("The copy of the newer content can't be deleted: {}", e.toString());
        }
        busy.set(false);
    }

    private Change checked(String id, Order order) throws Refused {
        if (order.repository().isPresent()) {
            return new FeatureCheck(bundles, features)
                    .check(order.what(), order.repository().get(), order.force());
        }
        return new BundleCheck(bundles)
                .check(order.what(), file(id, ".new"), file(id, ".jar"), order.id(), order.force());
    }

    private Path file(String id, String ending) throws Refused {
        try {
            return receipts.file(id, ending);
        } catch (IOException e) {
            throw new Refused("there is no place for receipts: " + e.getMessage(), e);
        }
    }

    /** What was done, the last first. */
    public List<Map<String, Object>> history() throws IOException {
        return receipts.all();
    }

    public String json(Object plain) {
        return json.write(plain);
    }
}
