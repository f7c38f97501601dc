package io.nkmedia.core.internal.shell;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.core.internal.service.Services;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:session-destroy}. */
@Service
@Command(scope = "nkmedia", name = "session-destroy", description = "Ends a media session")
public final class SessionDestroyCommand implements Action {
    @Argument(index = 0, name = "session", description = "Id of the media session", required = true)
    @Completion(SessionIds.class)
    String id = "";

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException {
        var session = Chosen.session(services, id);
        Waiting.on(session.destroy(StopReason.of(CoreError.API_STOP)), Operator.LOOK);
        return null;
    }
}
