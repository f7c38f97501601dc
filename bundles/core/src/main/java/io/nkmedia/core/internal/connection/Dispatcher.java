package io.nkmedia.core.internal.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.config.ServiceDocument.UnknownFields;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * From a request to the running command: logged in, known, allowed, well-formed, in this order, so that a stranger can't
 * find out what exists (protocol.md §3).
 */
final class Dispatcher {
    private static final Set<CommandName> BEFORE_LOGIN =
            Set.of(CommandName.parse("core/user/login"), CommandName.parse("core/core/ping"));

    private final ConnectionHost service;
    private final Binder binder;

    Dispatcher(ConnectionHost service, Binder binder) {
        this.service = service;
        this.binder = binder;
    }

    /** A command with its parameters, ready to run. */
    record Ready<P extends Record>(ApiCommand<P> command, P parameters, boolean any, Set<String> roles) {
        CompletionStage<? extends Object> run(ClientConnection connection, Optional<Login> login) {
            return command.run(
                    parameters, new ConnectionCaller(connection, command.spec().name(), login, roles, any));
        }
    }

    /** Before anything else is looked at. */
    void checkLogin(Message.Request request, Optional<Login> login) {
        if (login.isEmpty() && !BEFORE_LOGIN.contains(request.name())) {
            throw CoreError.NOT_AUTHENTICATED.error();
        }
    }

    /**
     * Finds the command.
     *
     * @param unknown told the fields that nobody knows, if the service wants the client to know
     */
    Ready<?> prepare(Message.Request request, Optional<Login> login, Consumer<List<String>> unknown) {
        var command = command(request.name());
        var standing = standing(login, request.name());
        if (standing.grant() == Access.Grant.DENIED) {
            throw CoreError.UNAUTHORIZED.error();
        }
        return bind(command, request.data(), standing, unknown);
    }

    ApiCommand<?> command(CommandName name) {
        return service.command(name).orElseThrow(() -> CoreError.UNKNOWN_COMMAND.because("'" + name + "'"));
    }

    /** What a client may do by its roles. */
    record Standing(Set<String> roles, Access.Grant grant) {
        boolean any() {
            return grant == Access.Grant.ANY;
        }

        /** Somebody has allowed it: at least with its own objects. */
        Standing allowed() {
            return grant == Access.Grant.DENIED ? new Standing(roles, Access.Grant.OWN) : this;
        }
    }

    /** Its roles of now, not those of the log-in: what an administrator takes away is gone at once. */
    Standing standing(Optional<Login> login, CommandName name) {
        var roles = login.map(l -> service.roles(l).orElseThrow(CoreError.UNAUTHORIZED::error));
        return new Standing(
                roles.orElse(Set.of()),
                roles.map(current -> service.config().access().grant(current, name))
                        .orElse(Access.Grant.OWN));
    }

    /** Whether it may be sent before log-in; nobody else sees what is in it. */
    static boolean isBeforeLogin(CommandName name) {
        return BEFORE_LOGIN.contains(name);
    }

    <P extends Record> Ready<P> bind(
            ApiCommand<P> command, JsonNode data, Standing standing, Consumer<List<String>> unknown) {
        var fields = new ArrayList<String>();
        var parameters = binder.bind(data, command.spec().parameters(), fields::add);
        var policy = service.config().document().unknownFields();
        if (!fields.isEmpty() && policy == UnknownFields.REJECT) {
            throw CoreError.INVALID_VALUE.field(fields.get(0), "is not known");
        }
        if (!fields.isEmpty() && policy == UnknownFields.WARN) {
            unknown.accept(List.copyOf(fields));
        }
        return new Ready<>(command, parameters, standing.any(), standing.roles());
    }
}
