package io.nkmedia.core.internal.connection;

import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandName;
import java.util.Optional;
import java.util.Set;

/** A connection as the caller of one command. Core's own commands get more of it than plugins. */
public final class ConnectionCaller implements Caller {
    private final ClientConnection connection;
    private final CommandName command;
    private final Optional<Login> login;
    private final Set<String> roles;
    private final boolean any;

    ConnectionCaller(
            ClientConnection connection, CommandName command, Optional<Login> login, Set<String> roles, boolean any) {
        this.connection = connection;
        this.command = command;
        this.login = login;
        this.roles = roles;
        this.any = any;
    }

    public ClientConnection connection() {
        return connection;
    }

    /** Empty for the few commands that need no log-in. */
    public Optional<Login> login() {
        return login;
    }

    @Override
    public String service() {
        return connection.service().name();
    }

    @Override
    public String user() {
        return login.map(Login::user).orElse("");
    }

    @Override
    public String sessionId() {
        return login.map(Login::sessionId).orElse("");
    }

    @Override
    public Set<String> roles() {
        return roles;
    }

    @Override
    public boolean any() {
        return any;
    }

    @Override
    public CommandName command() {
        return command;
    }

    @Override
    public Optional<String> userAgent() {
        return connection.info().userAgent();
    }
}
