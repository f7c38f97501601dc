package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.core.internal.access.LoginGuard;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.access.Tokens;
import io.nkmedia.core.internal.callback.Callbacks;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.event.EventBus;
import io.nkmedia.core.internal.hook.ServiceHooks;
import io.nkmedia.core.internal.log.ClientLog;
import io.nkmedia.core.internal.store.Shelf;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The service that a connection belongs to, as the connection sees it. Safe for use by any thread. */
public interface ConnectionHost {
    String name();

    /** The configuration in force. */
    Documents.Checked config();

    /** The roles that count for a log-in now; empty if it would not be let in any more. */
    default Optional<Set<String>> roles(Login login) {
        var auth = config().document().auth();
        Optional<Set<String>> now = switch (login.origin()) {
            case USERS ->
                auth.users().stream()
                        .filter(known -> known.user().equals(login.user()))
                        .findFirst()
                        .map(known -> Set.copyOf(known.roles()));
            case GUEST ->
                auth.guests().enabled() ? Optional.of(Set.copyOf(auth.guests().roles())) : Optional.empty();
            case TOKEN -> auth.jwt().map(jwt -> login.roles());
            case CALLBACK -> Optional.of(login.roles());
        };
        return login.only().isEmpty()
                ? now
                : now.map(roles -> roles.stream().filter(login.only()::contains).collect(Collectors.toSet()));
    }

    EventBus events();

    /** Another service of this server, by name. */
    Optional<? extends ConnectionHost> other(String name);

    /** What clients log. */
    ClientLog log();

    Optional<ApiCommand<?>> command(CommandName name);

    ConnectionDirectory connections();

    /** Where connection sessions are kept for the time after a crash. */
    Shelf shelf();

    Passwords passwords();

    LoginGuard loginGuard();

    ServiceHooks hooks();

    Callbacks callbacks();

    /** What checks signed tokens; empty if the service takes none. */
    Optional<Tokens> tokens();

    /** Completes when all engines that were ready are so again, which one isn't whose plugin is being exchanged; within 1 s. */
    CompletionStage<Void> settled();

    /** Whether new log-ins are taken. */
    boolean open();

    /** What those hear who come while it isn't: the time is about that of a restart. */
    static ApiException takesNothingNew() {
        return CoreError.SERVICE_UNAVAILABLE.error().with("retry_after_ms", 5000);
    }

    /** Whether clients may go on with sessions whose sockets broke. */
    boolean takesBack();

    /** A connection session is over: what it owned ends. */
    void sessionOver(String sessionId);
}
