package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.Event;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.command.Field;
import io.nkmedia.api.hook.AccessDecision;
import io.nkmedia.api.hook.SubscriptionRequest;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.connection.Abroad;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.connection.ConnectionHost;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code core/event/*}. */
final class EventCommands {
    /** Who may subscribe to every class (protocol.md §5). */
    private static final Set<String> SEE_ALL = Set.of("admin", "monitor");

    private static final CommandName SUBSCRIBE = CommandName.parse("core/event/subscribe");
    private static final CommandName SEND = CommandName.parse("core/event/send");
    private static final Set<String> RESERVED = Set.of("core", "media");

    record SubscribeParameters(
            @Field(value = "Class of the events", name = "class", max = 64)
            String eventClass,

            @Field(value = "Subclass, * for all", byDefault = "\"*\"", max = 64)
            String subclass,

            @Field(value = "Type, * for all", byDefault = "\"*\"", max = 64)
            String type,

            @Field(value = "Id of the object, * for all", name = "obj_id", byDefault = "\"*\"")
            String objectId,

            @Field(value = "Merged into the events' bodies", byDefault = "{}", max = 4096)
            Map<String, Object> body,

            @Field("The service whose events are meant, if it isn't this one")
            Optional<String> service) {
        Pattern pattern() {
            return new Pattern(eventClass, subclass, type, objectId);
        }
    }

    record UnsubscribeParameters(
            @Field(value = "Class of the events", name = "class", max = 64)
            String eventClass,

            @Field(value = "Subclass, as subscribed", byDefault = "\"*\"", max = 64)
            String subclass,

            @Field(value = "Type, as subscribed", byDefault = "\"*\"", max = 64)
            String type,

            @Field(value = "Id of the object, as subscribed", name = "obj_id", byDefault = "\"*\"")
            String objectId,

            @Field("Service, as subscribed") Optional<String> service) {}

    record SendParameters(
            @Field(value = "Class of the event; not core or media", name = "class", max = 64)
            String eventClass,

            @Field(value = "Subclass, * for none", byDefault = "\"*\"", max = 64)
            String subclass,

            @Field(value = "Type, * for none", byDefault = "\"*\"", max = 64)
            String type,

            @Field(value = "Id of the object, * for none", name = "obj_id", byDefault = "\"*\"")
            String objectId,

            @Field(value = "What the event tells", byDefault = "{}", max = 65536)
            Map<String, Object> body,

            @Field("The service where it is published, if it isn't this one")
            Optional<String> service) {}

    private final Sessions sessions;

    EventCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    List<ApiCommand<?>> all() {
        return List.of(
                Command.of(
                        "core/event/subscribe",
                        SubscribeParameters.class,
                        "Subscribes this connection to events.",
                        "nothing",
                        this::subscribe,
                        CoreError.TOO_MANY_SUBSCRIPTIONS,
                        CoreError.SERVICE_NOT_FOUND),
                Command.of(
                        "core/event/unsubscribe",
                        UnsubscribeParameters.class,
                        "Ends a subscription; the fields must be those used to subscribe.",
                        "nothing",
                        this::unsubscribe,
                        CoreError.INVALID_OPERATION),
                Command.of(
                        "core/event/get_subscriptions",
                        UserCommands.None.class,
                        "Lists this connection's subscriptions, the automatic ones included.",
                        "a list of {class, subclass, type, obj_id, body?, service?}",
                        (none, caller) -> Command.reply(caller.connection().subscriptions().listed().stream()
                                .map(EventCommands::describe)
                                .toList())),
                send("core/event/send"),
                send("core/event/send_event"));
    }

    private ApiCommand<?> send(String name) {
        return Command.of(
                name,
                SendParameters.class,
                "Publishes an event of an application to whoever has subscribed.",
                "nothing",
                this::send,
                CoreError.SERVICE_NOT_FOUND);
    }

    private CompletionStage<Object> subscribe(SubscribeParameters p, ConnectionCaller caller) {
        // What the other service's rules don't give nobody here can give.
        Optional<String> other = other(p.service(), caller, SUBSCRIBE).map(ConnectionHost::name);
        if (other.isPresent() && p.eventClass().equals(Pattern.ANY) && !runsServer(caller)) {
            throw CoreError.UNAUTHORIZED.error();
        }
        var hooks = caller.connection().service().hooks();
        if (!hooks.onRequests()) {
            return subscribe(p, caller, other, Optional.empty());
        }
        var wish = new SubscriptionRequest(caller, p.eventClass(), p.subclass(), p.type(), p.objectId(), other);
        return caller.connection().decided(hooks.subscription(wish), decision -> subscribe(p, caller, other, decision));
    }

    private CompletionStage<Object> subscribe(
            SubscribeParameters p, ConnectionCaller caller, Optional<String> other, Optional<AccessDecision> decision) {
        if (other.isEmpty() && decision.isEmpty()) {
            return subscribeByRoles(p, caller);
        }
        decision.flatMap(AccessDecision::refusal).ifPresent(why -> {
            throw why;
        });
        caller.connection()
                .subscriptions()
                .add(new Subscription(p.pattern(), Set.of(), p.body(), Subscription.Kind.ASKED, other));
        return Command.done();
    }

    private CompletionStage<Object> subscribeByRoles(SubscribeParameters p, ConnectionCaller caller) {
        boolean all = p.eventClass().equals(Pattern.ANY);
        if (all ? caller.roles().stream().noneMatch(SEE_ALL::contains) : !caller.any() && !own(p, caller)) {
            throw CoreError.UNAUTHORIZED.error();
        }
        var subscriptions = caller.connection().subscriptions();
        subscriptions.add(new Subscription(p.pattern(), Set.of(), p.body(), Subscription.Kind.ASKED));
        if (!all && !caller.any() && p.eventClass().equals("media")) {
            var object = Pattern.object(p.eventClass(), p.subclass(), p.objectId());
            subscriptions.add(Subscription.of(object, Subscription.Kind.WHILE_IT_LIVES));
            if (!ownSession(p.objectId(), caller)) {
                // It ended meanwhile, and nobody will say so again.
                caller.connection().retired(object);
            }
        }
        return Command.done();
    }

    /**
     * Another service of this server.
     *
     * @param command what is wanted there
     * @return empty if the caller's own is meant
     */
    private static Optional<? extends ConnectionHost> other(
            Optional<String> name, ConnectionCaller caller, CommandName command) {
        var own = caller.connection().service();
        if (name.isEmpty() || name.get().equals(own.name())) {
            return Optional.empty();
        }
        // One where the caller may not do this is as if it weren't there.
        var found = own.other(name.get())
                .filter(there ->
                        runsServer(caller) || (caller.any() && Abroad.grant(own, there, command) == Access.Grant.ANY));
        if (found.isEmpty()) {
            throw CoreError.SERVICE_NOT_FOUND.error();
        }
        return found;
    }

    private static boolean runsServer(ConnectionCaller caller) {
        return Abroad.runsServer(caller.connection().service(), caller.roles());
    }

    /** Events about the caller itself, its connection, or one of its sessions: an id counts only in its own class. */
    private boolean own(SubscribeParameters p, ConnectionCaller caller) {
        return switch (p.eventClass()) {
            case "core" ->
                switch (p.subclass()) {
                    case "user", "user_event" -> p.objectId().equals(caller.user());
                    case "session_event" -> p.objectId().equals(caller.sessionId());
                    default -> false;
                };
            case "media" -> p.subclass().equals("session") && ownSession(p.objectId(), caller);
            default -> p.objectId().equals(caller.sessionId());
        };
    }

    private boolean ownSession(String id, ConnectionCaller caller) {
        return sessions.find(id)
                .filter(session -> session.settings().user().equals(caller.user()))
                .isPresent();
    }

    private CompletionStage<Object> unsubscribe(UnsubscribeParameters p, ConnectionCaller caller) {
        caller.connection()
                .subscriptions()
                .remove(
                        new Pattern(p.eventClass(), p.subclass(), p.type(), p.objectId()),
                        Subscription.Kind.ASKED,
                        p.service()
                                .filter(name -> !name.equals(
                                        caller.connection().service().name())));
        return Command.done();
    }

    private CompletionStage<Object> send(SendParameters p, ConnectionCaller caller) {
        if (RESERVED.contains(p.eventClass()) || p.eventClass().equals(Pattern.ANY)) {
            throw CoreError.UNAUTHORIZED.field("class", "is reserved");
        }
        var own = caller.connection().service();
        var other = other(p.service(), caller, SEND);
        var sender = new Event.Sender(caller.user(), caller.sessionId(), other.map(there -> own.name()));
        var event = new Event(
                        p.eventClass(),
                        Sent.concrete(p.subclass()),
                        Sent.concrete(p.type()),
                        Sent.concrete(p.objectId()),
                        p.body())
                .sentBy(sender);
        other.map(ConnectionHost::events).orElseGet(own::events).publish(event);
        return Command.done();
    }

    private static Map<String, Object> describe(Subscription subscription) {
        var pattern = subscription.pattern();
        var entry = new LinkedHashMap<String, Object>();
        entry.put("class", pattern.eventClass());
        entry.put("subclass", pattern.subclass());
        entry.put("type", pattern.type());
        entry.put("obj_id", pattern.objectId());
        if (!subscription.body().isEmpty()) {
            entry.put("body", subscription.body());
        }
        subscription.service().ifPresent(name -> entry.put("service", name));
        return entry;
    }
}
