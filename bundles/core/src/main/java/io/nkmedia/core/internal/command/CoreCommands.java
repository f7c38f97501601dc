package io.nkmedia.core.internal.command;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.connection.ConnectionDirectory;
import io.nkmedia.core.internal.session.Backends;
import io.nkmedia.core.internal.session.Sessions;
import java.util.ArrayList;
import java.util.List;

/** All commands that core itself gives to a service. */
public final class CoreCommands {
    private CoreCommands() {}

    /** @param version of the server, shown at log-in */
    public static List<ApiCommand<?>> of(
            Sessions sessions, Backends backends, ConnectionDirectory connections, Time time, String version) {
        var all = new ArrayList<ApiCommand<?>>();
        all.addAll(new UserCommands(connections, time, version).all());
        all.addAll(new ConnectionCommands(connections).all());
        all.add(new LogCommand(time).command());
        all.addAll(new EventCommands(sessions).all());
        all.add(new CreateCommand(sessions, time).command());
        all.addAll(new SessionCommands(sessions).all());
        all.addAll(new SessionActions(sessions).all());
        all.addAll(new SessionReports(sessions).all());
        all.addAll(new SessionQueries(sessions).all());
        all.addAll(new CallbackCommands().all());
        all.addAll(new BackendCommands(backends).all());
        return all;
    }
}
