package io.nkmedia.upgrade.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** One bundle gets another content, in place: its id and location stay. */
final class BundleChange implements Change {
    private static final Duration STOP = Duration.ofSeconds(20);

    private static final Duration REFRESH = Duration.ofSeconds(60);

    private final BundleContext bundles;
    private final Bundle bundle;
    private final Jar jar;
    private final Path old;
    private final String from;
    private final boolean wanted;
    /** Who is wired to it and runs, in the order of start. */
    private final List<Bundle> users;

    private boolean stuck;
    private final Set<String> concerned = new TreeSet<>();

    /** @param old where the old content will be kept */
    BundleChange(BundleContext bundles, Bundle bundle, Jar jar, Path old) {
        this.bundles = bundles;
        this.bundle = bundle;
        this.jar = jar;
        this.old = old;
        from = bundle.getVersion().toString();
        wanted = bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
        var closure = wiring().getDependencyClosure(Set.of(bundle));
        closure.forEach(each -> concerned.add(each.getSymbolicName()));
        users = closure.stream()
                .filter(each -> !each.equals(bundle) && each.getState() == Bundle.ACTIVE)
                .sorted(StartOrder.FIRST_TO_LAST)
                .toList();
    }

    private FrameworkWiring wiring() {
        return bundles.getBundle(0).adapt(FrameworkWiring.class);
    }

    @Override
    public String kind() {
        return "bundle";
    }

    @Override
    public String subject() {
        return jar.symbolicName();
    }

    @Override
    public String from() {
        return from;
    }

    @Override
    public String to() {
        return jar.version().toString();
    }

    @Override
    public Set<String> concerned() {
        return concerned;
    }

    @Override
    public void abandon() {
        // Nothing is kept before it is prepared.
    }

    @Override
    public void prepare() throws IOException, Refused {
        OldContent.write(bundle, old);
        Jar.of(old, "the old content of " + subject());
    }

    @Override
    public void make() throws Exception {
        try {
            exchange(jar.file());
        } catch (Steps.Stuck e) {
            stuck = true;
            throw e;
        }
    }

    @Override
    public void undo() throws Exception {
        if (stuck) {
            beside();
        } else {
            exchange(old);
        }
    }

    private void exchange(Path content) throws Exception {
        Steps.within(STOP, "to stop and exchange " + subject(), () -> {
            // Who uses it goes first, while what it needs for that is there.
            for (var user : reversed(users)) {
                user.stop(Bundle.STOP_TRANSIENT);
            }
            bundle.stop(Bundle.STOP_TRANSIENT);
            try (var in = Files.newInputStream(content)) {
                bundle.update(in);
            }
        });
        if (wiring().getRemovalPendingBundles().contains(bundle)) {
            refresh();
        }
        if (wanted) {
            start(bundle);
        }
        for (var user : users) {
            start(user);
        }
    }

    private static List<Bundle> reversed(List<Bundle> order) {
        var reversed = new ArrayList<>(order);
        Collections.reverse(reversed);
        return reversed;
    }

    private static void start(Bundle each) throws Exception {
        Steps.within(Steps.START, "to start " + each.getSymbolicName(), () -> each.start(Bundle.START_TRANSIENT));
    }

    /** Others still use the old classes until then. */
    private void refresh() throws Exception {
        var done = new CompletableFuture<Void>();
        wiring().refreshBundles(Set.of(bundle), event -> done.complete(null));
        done.get(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The framework can do nothing with a bundle that never comes back from its start: the old one comes beside it. */
    private void beside() throws Exception {
        try (var in = Files.newInputStream(old)) {
            var again = bundles.installBundle("nkmedia-upgrade:" + subject() + ":" + from, in);
            Steps.within(Steps.START, "to start the old " + subject(), again::start);
        }
        for (var user : users) {
            start(user);
        }
    }
}
