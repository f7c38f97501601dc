package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:sessions}. */
@Service
@Command(scope = "nkmedia", name = "sessions", description = "Lists media sessions")
public final class SessionsCommand implements Action {
    private static final int MOST = 1000;
    private static final long LIMIT_SECONDS = 5;

    @Option(name = "--service", description = "Only of this service")
    String only = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws Exception {
        var columns = List.of("session_id", "type", "state", "user_id", "backend", "start_time");
        var table = new ShellTable();
        table.column("service");
        columns.forEach(table::column);
        for (var service : services.all()) {
            if (!only.isEmpty() && !only.equals(service.name())) {
                continue;
            }
            for (var session : service.sessions().list("", MOST, each -> true)) {
                var info = session.describe(false, true).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
                var cells = new ArrayList<Object>(List.of(service.name()));
                columns.forEach(column -> cells.add(info.getOrDefault(column, "")));
                table.addRow().addContent(cells.toArray());
            }
        }
        table.print(System.out);
        return null;
    }
}
