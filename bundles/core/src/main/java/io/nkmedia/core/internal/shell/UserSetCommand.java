package io.nkmedia.core.internal.shell;

import io.nkmedia.core.internal.service.Services;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** {@code nkmedia:user-set}; a new user without --ask gets a generated password, which is shown. */
@Service
@Command(scope = "nkmedia", name = "user-set", description = "Makes a user, or changes its password or roles")
public final class UserSetCommand implements Action {
    @Argument(index = 0, name = "service", description = "Name of the service", required = true)
    @Completion(ServiceNames.class)
    String service = "";

    @Argument(index = 1, name = "user", description = "Name of the user", required = true)
    @Completion(UserNames.class)
    String user = "";

    @Option(name = "--roles", description = "Names of roles, separated by commas; those of before, or user, if missing")
    String roles = "";

    @Option(name = "--ask", description = "Asks for the password")
    boolean ask;

    @Option(name = "--generate", description = "Gives a known user a new password")
    boolean generate;

    @Reference
    Session session;

    @Option(name = "--json", description = "Prints JSON instead of a table")
    boolean asJson;

    @Reference
    Services services;

    @Override
    public @Nullable Object execute() throws InterruptedException, IOException {
        var password = ask
                ? Optional.of(session.readLine("Password: ", '*'))
                : generate ? Optional.of(services.passwords().generated()) : Optional.<String>empty();
        var names = roles.isEmpty() ? Optional.<List<String>>empty() : Optional.of(List.of(roles.split(",")));
        var made = Waiting.on(
                services.administration().setUser(service, user, password, names, Operator.NAME), Operator.CHANGE);
        var shown = made.password().or(() -> generate ? password : Optional.empty());
        Rows.one(services.json(), Map.of("user", made.user(), "password", shown), asJson);
        return null;
    }
}
