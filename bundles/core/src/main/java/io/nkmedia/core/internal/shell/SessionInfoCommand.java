package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:session-info}. */
@Service
@Command(scope = "nkmedia", name = "session-info", description = "Shows a media session, with its SDPs")
public final class SessionInfoCommand implements Action {
    @Argument(index = 0, name = "session", description = "Id of the media session", required = true)
    @Completion(SessionIds.class)
    String id = "";

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var session = Chosen.session(services, id);
        Rows.one(services.json(), Waiting.on(session.describe(true, true), Operator.LOOK), asJson);
        return null;
    }
}
