package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Users of a service, by an admin of the core service: passwords are hashed here. */
final class ServiceUserCommands {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    record SetParameters(
            @Field(value = "The service's name", max = 64) String name,
            @Field(value = "The user's name", min = 1) String user,

            @Field(value = "The password; a new user without one gets a generated one", max = 72)
            Optional<String> password,

            @Field(value = "Names of roles; those of before, or user, if missing", max = 16)
            Optional<List<String>> roles) {}

    record RemoveParameters(
            @Field(value = "The service's name", max = 64) String name,
            @Field("The user's name") String user) {}

    private ServiceUserCommands() {}

    static List<ApiCommand<?>> of(Administration services) {
        return List.of(
                Command.of(
                                "core/service/set_user",
                                SetParameters.class,
                                "Makes a user, or changes its password or roles.",
                                "user, and password if it was generated",
                                (p, caller) ->
                                        services.setUser(p.name(), p.user(), p.password(), p.roles(), caller.user()),
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.CONFIG_FAILED)
                        .within(LIMIT),
                Command.of(
                                "core/service/remove_user",
                                RemoveParameters.class,
                                "Removes a user; its connections close.",
                                "nothing",
                                (p, caller) -> Command.done(services.removeUser(p.name(), p.user(), caller.user())),
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.USER_NOT_FOUND,
                                CoreError.CONFIG_FAILED)
                        .within(LIMIT));
    }
}
