package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.core.internal.access.LoginGuard;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.callback.Callbacks;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.hook.ServiceHooks;
import java.util.Optional;
import java.util.Set;

/** The service that a connection belongs to, as the connection sees it. Safe for use by any thread. */
public interface ConnectionHost {
    String name();

    /** The configuration in force. */
    Documents.Checked config();

    /** The roles that a user has now; empty if there is no such user any more. */
    default Optional<Set<String>> roles(String user) {
        return config().document().auth().users().stream()
                .filter(known -> known.user().equals(user))
                .findFirst()
                .map(known -> Set.copyOf(known.roles()));
    }

    /** The same for who is logged in: those whom the configuration doesn't know keep the roles of their log-in. */
    default Optional<Set<String>> roles(Login login) {
        return login.foreign() ? Optional.of(login.roles()) : roles(login.user());
    }

    EventBus events();

    Optional<ApiCommand<?>> command(CommandName name);

    ConnectionDirectory connections();

    Passwords passwords();

    LoginGuard loginGuard();

    ServiceHooks hooks();

    Callbacks callbacks();

    /** Whether new log-ins are taken. */
    boolean open();

    /** A connection session is over: what it owned ends. */
    void sessionOver(String sessionId);
}
