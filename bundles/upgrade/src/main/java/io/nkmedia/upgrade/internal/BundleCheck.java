package io.nkmedia.upgrade.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Finds out whether a jar could be an installed bundle's next content, without touching anything. */
final class BundleCheck {
    private static final Duration FETCH = Duration.ofSeconds(60);
    private static final int PEER_MILLIS = 10_000;

    private final BundleContext bundles;
    private final Wiring wiring;

    BundleCheck(BundleContext bundles) {
        this.bundles = bundles;
        wiring = new Wiring(bundles);
    }

    /**
     * @param what a path or an URL
     * @param copy where the jar is copied to
     * @param old where the old content will be kept
     * @param id of the bundle, if several have that name
     * @throws Refused with a sentence for the operator
     */
    Change check(String what, Path copy, Path old, OptionalLong id, boolean force) throws Refused {
        fetch(what, copy);
        var jar = Jar.of(copy, what);
        var bundle = installed(jar, id);
        var change = new BundleChange(bundles, bundle, jar, old);
        if (change.concerned().contains(bundles.getBundle().getSymbolicName())) {
            throw new Refused("this command needs " + jar.symbolicName()
                    + " itself and can't exchange it: use bundle:update and bundle:refresh");
        }
        if (!force && jar.version().compareTo(bundle.getVersion()) <= 0) {
            throw new Refused(jar.symbolicName() + " " + jar.version() + " is not newer than " + bundle.getVersion()
                    + ", which is installed: --force installs it all the same");
        }
        var lacks = wiring.lacks(jar, bundle);
        if (!lacks.isEmpty()) {
            throw new Refused(jar.symbolicName() + " " + jar.version() + " needs what nobody provides: "
                    + String.join(", ", lacks));
        }
        var orphans = wiring.orphans(jar, bundle);
        if (!orphans.isEmpty()) {
            throw new Refused("with " + jar.symbolicName() + " " + jar.version() + " others would not work: "
                    + String.join(", ", orphans));
        }
        return change;
    }

    private static void fetch(String what, Path copy) throws Refused {
        try {
            var url = url(what);
            Steps.within(FETCH, "to read " + what, () -> {
                var connection = url.openConnection();
                connection.setUseCaches(false);
                connection.setConnectTimeout(PEER_MILLIS);
                connection.setReadTimeout(PEER_MILLIS);
                try (var in = connection.getInputStream()) {
                    Jar.copy(in, copy);
                }
            });
        } catch (Exception e) {
            throw new Refused(what + " can't be read: " + Causes.text(e), e);
        }
    }

    private static URL url(String what) throws IOException {
        try {
            return what.matches("[a-z][a-z0-9+.-]+:.*")
                    ? URI.create(what).toURL()
                    : Path.of(what).toUri().toURL();
        } catch (IllegalArgumentException e) {
            throw new IOException(e instanceof InvalidPathException ? "it is no path" : "it is no address", e);
        }
    }

    private Bundle installed(Jar jar, OptionalLong id) throws Refused {
        var all = Stream.of(bundles.getBundles())
                .filter(bundle -> jar.symbolicName().equals(bundle.getSymbolicName()))
                .filter(bundle -> id.isEmpty() || id.getAsLong() == bundle.getBundleId())
                .toList();
        if (all.isEmpty()) {
            throw new Refused("no bundle " + jar.symbolicName()
                    + (id.isEmpty() ? "" : " with id " + id.getAsLong())
                    + " is installed: bundle:install brings a new one");
        }
        if (all.size() > 1) {
            throw new Refused(jar.symbolicName() + " is installed several times: say which by --id: "
                    + String.join(
                            ", ",
                            all.stream()
                                    .map(bundle -> bundle.getBundleId() + " (" + bundle.getVersion() + ")")
                                    .toList()));
        }
        return all.get(0);
    }
}
