package io.nkmedia.core.internal.shell;

import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.service.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:backends}. */
@Service
@Command(scope = "nkmedia", name = "backends", description = "Lists the media backends; fails if one is not ready")
public final class BackendsCommand implements Action {
    private static final Set<BackendState> SETTLED =
            Set.of(BackendState.READY, BackendState.SPARE, BackendState.FAILED);
    private static final Set<BackendState> WELL = Set.of(BackendState.READY, BackendState.SPARE);
    private static final Duration LOOK = Duration.ofMillis(200);

    @Option(name = "--service", description = "Only of this service")
    @Completion(ServiceNames.class)
    String only = "";

    @Option(name = "--wait", description = "Seconds to wait until each backend is ready or has failed")
    int wait;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    private record Row(String service, BackendInfo info) {}

    @Override
    public @Nullable Object execute() throws InterruptedException {
        settle();
        var rows = rows();
        print(rows);
        var missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException(String.join("; ", missing));
        }
        if (rows.stream().anyMatch(row -> !WELL.contains(row.info().state()))) {
            throw new IllegalStateException("not every backend is ready");
        }
        return null;
    }

    /** Looks again and again, by the server's clock, until all have settled or the time is over. */
    private void settle() throws InterruptedException {
        long begin = services.time().nanos();
        long limit = Duration.ofSeconds(wait).toNanos();
        while (!settled() && services.time().nanos() - begin < limit) {
            Waiting.pause(services.time(), LOOK);
        }
    }

    private boolean settled() {
        return missing().isEmpty()
                && rows().stream().allMatch(row -> SETTLED.contains(row.info().state()));
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        Chosen.of(services, only)
                .forEach(service ->
                        service.backends().all().forEach(backend -> rows.add(new Row(service.name(), backend.info()))));
        return rows;
    }

    /** Backends that are configured and that no plugin serves. */
    private List<String> missing() {
        var missing = new ArrayList<String>();
        Chosen.of(services, only)
                .forEach(service -> service.config().backends().stream()
                        .filter(backend -> service.config().document().enabled())
                        .filter(backend ->
                                service.backends().byName(backend.name()).isEmpty())
                        .forEach(backend -> missing.add("service " + service.name() + ": backend " + backend.name()
                                + " needs the plugin " + backend.kind())));
        return missing;
    }

    private void print(List<Row> rows) {
        var table = new Rows("service", "name", "kind", "state", "version", "legs", "since", "problem");
        rows.forEach(row -> table.add(
                row.service(),
                row.info().name(),
                row.info().kind(),
                row.info().state(),
                row.info().version(),
                row.info().legs(),
                row.info().since(),
                row.info().problem()));
        table.print(services.json(), asJson);
    }
}
