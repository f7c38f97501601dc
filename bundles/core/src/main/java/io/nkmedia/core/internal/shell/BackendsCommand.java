package io.nkmedia.core.internal.shell;

import io.nkmedia.api.media.BackendInfo;
import io.nkmedia.api.media.BackendState;
import io.nkmedia.core.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:backends}. */
@Service
@Command(scope = "nkmedia", name = "backends", description = "Lists the media backends; fails if one is not ready")
public final class BackendsCommand implements Action {
    private static final Set<BackendState> SETTLED = Set.of(BackendState.READY, BackendState.FAILED);
    private static final long POLL_MILLIS = 200;

    @Option(name = "--wait", description = "Seconds to wait until each backend is ready or has failed")
    int wait;

    @Reference
    Services services;

    private record Row(String service, BackendInfo info) {}

    @Override
    public @Nullable Object execute() throws InterruptedException {
        long end = System.nanoTime() + wait * 1_000_000_000L;
        while (System.nanoTime() < end && !settled()) {
            Thread.sleep(POLL_MILLIS);
        }
        var rows = rows();
        print(rows);
        var missing = missing();
        missing.forEach(System.out::println);
        if (!missing.isEmpty() || rows.stream().anyMatch(row -> row.info().state() != BackendState.READY)) {
            throw new IllegalStateException("not every backend is ready");
        }
        return null;
    }

    private boolean settled() {
        return missing().isEmpty()
                && rows().stream().allMatch(row -> SETTLED.contains(row.info().state()));
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        services.all()
                .forEach(service ->
                        service.backends().all().forEach(backend -> rows.add(new Row(service.name(), backend.info()))));
        return rows;
    }

    /** Backends that are configured and that no plugin serves. */
    private List<String> missing() {
        var missing = new ArrayList<String>();
        services.all()
                .forEach(service -> service.config().backends().stream()
                        .filter(backend -> service.config().document().enabled())
                        .filter(backend ->
                                service.backends().byName(backend.name()).isEmpty())
                        .forEach(backend -> missing.add("service " + service.name() + ": backend " + backend.name()
                                + " needs the plugin " + backend.kind())));
        return missing;
    }

    private static void print(List<Row> rows) {
        var table = new ShellTable();
        for (var column : List.of("Service", "Name", "Kind", "State", "Version", "Legs", "Since", "Problem")) {
            table.column(column);
        }
        rows.forEach(row -> table.addRow()
                .addContent(
                        row.service(),
                        row.info().name(),
                        row.info().kind(),
                        row.info().state(),
                        row.info().version().orElse(""),
                        row.info().legs(),
                        row.info().since(),
                        row.info().problem().orElse("")));
        table.print(System.out);
    }
}
