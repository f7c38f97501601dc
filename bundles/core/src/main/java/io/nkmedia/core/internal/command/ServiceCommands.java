package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.Field;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code core/service/*} (protocol.md §7.15): for admins of the core service, {@code get} for others on their own one. */
public final class ServiceCommands {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration MOST_DRAIN = Duration.ofDays(1);

    record CreateParameters(
            @Field(value = "The service's name", pattern = "[a-z][a-z0-9_-]{0,31}")
            String name,

            @Field(value = "Its document; the name may be left out", byDefault = "{}", max = 1048576)
            Map<String, Object> config) {}

    record UpdateParameters(
            @Field(value = "The service's name", max = 64) String name,

            @Field(
                    value = "What to change: objects are merged, null takes a key away, lists are replaced;"
                            + " a secret given as *** stays",
                    max = 1048576)
            Map<String, Object> config,

            @Field(value = "config is the whole document", byDefault = "false")
            boolean replace,

            @Field(value = "Only check it, and tell what would change", byDefault = "false")
            boolean dryRun,

            @Field(
                    value =
                            "Seconds after which it is taken back unless core/service/confirm comes; at once if the own session ends",
                    min = 5,
                    max = 3600)
            Optional<Integer> confirmTimeout) {}

    record NameParameters(
            @Field(value = "The service's name", max = 64) String name) {}

    record OptionalName(
            @Field(value = "The service's name; the own one if missing", max = 64)
            Optional<String> name) {}

    record StopParameters(
            @Field(value = "The service's name", max = 64) String name,

            @Field(
                    value = "Seconds that sessions may take to end, while no new ones are taken",
                    byDefault = "0",
                    min = 0,
                    max = 86400)
            int drain) {}

    private final Administration services;

    private ServiceCommands(Administration services) {
        this.services = services;
    }

    /** Those of the core service. */
    public static List<ApiCommand<?>> ofCore(Administration services) {
        var all = new ArrayList<>(new ServiceCommands(services).all());
        all.addAll(ServiceUserCommands.of(services));
        return all;
    }

    /** Those of any other service. */
    public static List<ApiCommand<?>> ofOthers(Administration services) {
        return List.of(new ServiceCommands(services).get(false));
    }

    private List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                                "core/service/create",
                                CreateParameters.class,
                                "Makes a service and starts it.",
                                "name, uuid",
                                (p, caller) -> services.create(p.name(), p.config(), caller.user()),
                                CoreError.SERVICE_ALREADY_EXISTS,
                                CoreError.CONFIG_FAILED)
                        .within(LIMIT),
                Command.of(
                                "core/service/update",
                                UpdateParameters.class,
                                "Changes a running service, as a whole or not at all.",
                                "changed: keys; restarted: what a new instance took the place of; rejected: empty",
                                this::update,
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.CONFIG_FAILED)
                        .within(LIMIT),
                Command.of(
                                "core/service/confirm",
                                NameParameters.class,
                                "Keeps a change that would be taken back.",
                                "nothing",
                                (p, caller) -> Command.done(services.confirm(p.name())),
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.INVALID_STATE)
                        .within(LIMIT),
                Command.of(
                                "core/service/start",
                                NameParameters.class,
                                "Starts a stopped service, or ends its draining.",
                                "nothing, when it runs",
                                (p, caller) -> Command.done(services.start(p.name(), caller.user())),
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.CONFIG_FAILED)
                        .within(LIMIT),
                Command.of(
                                "core/service/stop",
                                StopParameters.class,
                                "Stops a service and keeps its configuration.",
                                "nothing, when it has stopped",
                                this::stop,
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.INVALID_OPERATION,
                                CoreError.INVALID_STATE)
                        .within(LIMIT.plus(MOST_DRAIN)),
                Command.of(
                                "core/service/delete",
                                NameParameters.class,
                                "Deletes a stopped service with its configuration.",
                                "nothing",
                                (p, caller) -> Command.done(services.delete(p.name(), caller.user())),
                                CoreError.SERVICE_NOT_FOUND,
                                CoreError.INVALID_STATE)
                        .within(LIMIT),
                get(true),
                Command.of(
                        "core/service/get_list",
                        UserCommands.None.class,
                        "Lists all services.",
                        "a list of {name, uuid, state, plugins, listeners, since, error?, confirm_by?}",
                        (none, caller) -> Command.reply(services.list())));
    }

    private ApiCommand<?> get(boolean any) {
        return Command.of(
                "core/service/get",
                OptionalName.class,
                any ? "Tells a service's configuration and state." : "Tells the own service's configuration and state.",
                "name, uuid, state, plugins, listeners, since, error?, confirm_by?, config with secrets as ***",
                (p, caller) -> {
                    var name = p.name().orElse(caller.service());
                    if (!any && !name.equals(caller.service())) {
                        throw CoreError.UNAUTHORIZED.error();
                    }
                    return Command.reply(services.get(name));
                },
                CoreError.SERVICE_NOT_FOUND);
    }

    private CompletionStage<? extends Object> update(UpdateParameters p, ConnectionCaller caller) {
        return services.update(
                new Administration.Change(
                        p.name(),
                        p.config(),
                        p.replace(),
                        p.dryRun(),
                        p.confirmTimeout()
                                .map(seconds -> new Administration.Trial(
                                        Duration.ofSeconds(seconds), Optional.of(caller.sessionId())))),
                caller.user());
    }

    private CompletionStage<? extends Object> stop(StopParameters p, ConnectionCaller caller) {
        return Command.done(services.stop(p.name(), Duration.ofSeconds(p.drain()), caller.user()));
    }
}
