package io.nkmedia.runtime.internal.docker;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.runtime.internal.Containers;
import io.nkmedia.runtime.internal.Engine;
import io.nkmedia.runtime.internal.InstanceFolder;
import io.nkmedia.runtime.internal.InstanceRecord;
import io.nkmedia.runtime.internal.Kit;
import io.nkmedia.runtime.internal.Leader;
import io.nkmedia.runtime.internal.Placement;
import io.nkmedia.runtime.internal.Plan;
import io.nkmedia.runtime.internal.Redacted;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers of all Docker engines that services name. */
final class DockerContainers implements Containers {
    private static final Logger LOG = LoggerFactory.getLogger(DockerContainers.class);
    private static final int ATTEMPTS = 3;

    private final Shared shared;
    private final Map<DockerAddress, Site> sites = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Predicate<String>> spared = new AtomicReference<>();

    DockerContainers(Shared shared) {
        this.shared = shared;
    }

    private Site site(InstanceSpec spec) {
        var settings = spec.config().settings();
        return site(DockerAddress.of(settings.get("docker_host"), settings.get("docker_cert_path")));
    }

    private Site site(DockerAddress address) {
        return sites.computeIfAbsent(address, this::open);
    }

    private Site open(DockerAddress address) {
        var site = shared.scope().add(Site.open(address, shared));
        var but = spared.get();
        if (but != null) {
            site.lookout().removeStrangers(but);
        }
        return site;
    }

    @Override
    public void sorted(Predicate<String> but) {
        spared.set(but);
        sites.values().forEach(site -> site.lookout().removeStrangers(but));
    }

    @Override
    public boolean answers(InstanceSpec spec) {
        try {
            site(spec).host().ping();
            return true;
        } catch (IOException e) {
            LOG.info("{}: {}", spec.key(), e.getMessage());
            return false;
        }
    }

    @Override
    public Engine of(InstanceRecord record, InstanceFolder folder) {
        var place = record.container().orElseThrow();
        var address = new DockerAddress(place.host(), place.certificates());
        var site = site(address);
        site.census().expect(place.name());
        return new Container(record, folder, place.name(), site);
    }

    @Override
    public Engine start(Plan plan) throws IOException {
        var spec = plan.spec();
        var box = Box.of(spec);
        var site = site(spec);
        if (!site.host().hasImage(box.image())) {
            throw RuntimeUnavailable.passing(spec.key().replaceFirst("/[^/]*$", "") + ": the Docker engine at "
                    + site.host().address() + " has no image " + box.image() + ": "
                    + site.pulls().fetch(box.image()));
        }
        for (int attempt = 1; ; attempt++) {
            var engine = create(plan, box, site);
            try {
                site.host().start(engine.name());
                site.census().runs(engine.name());
                site.lookout().begin();
                if (!site.host().endsWithin(engine.name(), shared.times().settle())) {
                    return guarded(engine);
                }
                var why = spec.engine().kind() + " " + engine.ending()
                        + " as soon as its container was started; its last words: "
                        + Redacted.text(
                                site.host().lastWords(engine.name()),
                                engine.record().secrets());
                LOG.warn("{}: {} (attempt {} of {})", spec.key(), why, attempt, ATTEMPTS);
                engine.stop(Duration.ZERO);
                if (attempt == ATTEMPTS) {
                    throw new RuntimeUnavailable(why);
                }
            } catch (IOException | RuntimeException e) {
                abandon(engine);
                throw e;
            }
        }
    }

    /** Made, but not started: so its ports are held as long as can be. */
    private Container create(Plan plan, Box box, Site site) throws IOException {
        try (var kit = plan.prepare()) {
            var name = "nkmedia-" + kit.id();
            int user = EngineUser.own(plan.folder().engine(), plan.recordings());
            var engine = new Container(record(plan, kit, name, site), plan.folder(), name, site);
            // Before it is there: whoever finds it without this would remove it, or nobody would find it.
            plan.folder().write(engine.record());
            site.census().comes(name);
            try {
                site.host()
                        .create(name, box.image(), command -> box.describe(command, plan, kit, shared.owner(), user));
            } catch (IOException | RuntimeException e) {
                abandon(engine);
                throw e;
            }
            return engine;
        }
    }

    private static InstanceRecord record(Plan plan, Kit kit, String name, Site site) {
        var address = site.host().address();
        return plan.record(
                kit,
                Leader.NOBODY,
                Leader.NOBODY,
                Optional.of(new Placement(address.host(), address.certificates(), name)));
    }

    private static void abandon(Container engine) {
        try {
            engine.stop(Duration.ZERO);
        } catch (IOException e) {
            LOG.warn("{} is removed when it can be: {}", engine.place(), e.getMessage());
        }
    }

    /** With a guard, if its process is one of this machine as we see it. */
    private Engine guarded(Container engine) throws IOException {
        var found = engine.site().host().inspect(engine.name());
        var pid = found.map(container -> container.getState().getPidLong()).orElse(0L);
        var cgroups = Path.of("/proc", Long.toString(pid), "cgroup");
        if (pid == 0
                || !Files.exists(cgroups)
                || !Files.readString(cgroups).contains(found.get().getId())) {
            LOG.warn("{} has no guard: it goes on if this server dies and isn't started again", engine.place());
            return engine;
        }
        var process = Leader.of(pid);
        var record = engine.record().running(process, shared.guards().start(engine.folder(), process));
        engine.folder().write(record);
        return engine.with(record);
    }
}
