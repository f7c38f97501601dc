package io.nkmedia.core.internal.command;

import io.nkmedia.api.CoreError;
import io.nkmedia.api.StopReason;
import io.nkmedia.api.command.ApiCommand;
import io.nkmedia.api.hook.SessionStart;
import io.nkmedia.api.media.Description;
import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.config.ServiceDocument;
import io.nkmedia.core.internal.connection.ClientConnection;
import io.nkmedia.core.internal.connection.ConnectionCaller;
import io.nkmedia.core.internal.connection.ConnectionHost;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscription;
import io.nkmedia.core.internal.media.IceServers;
import io.nkmedia.core.internal.session.Quota;
import io.nkmedia.core.internal.session.Sdps;
import io.nkmedia.core.internal.session.SessionSettings;
import io.nkmedia.core.internal.session.Sessions;
import io.nkmedia.core.internal.wire.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** {@code media/session/create} (media-session.md §4.1). */
final class CreateCommand {
    private static final String P2P = "p2p";

    /** Whoever has no role but this may only listen. */
    private static final Set<String> LISTENER = Set.of("listener");

    /** What no listener may change: what the session is, whose it is, and what its client has said. */
    private static final List<String> FIXED =
            List.of("session_id", "type", "offer", "answer", "master_id", "detached", "wait_reply");

    private final Sessions sessions;
    private final Time time;

    CreateCommand(Sessions sessions, Time time) {
        this.sessions = sessions;
        this.time = time;
    }

    ApiCommand<?> command() {
        return Command.of(
                        "media/session/create",
                        CreateParameters.class,
                        "Makes a media session.",
                        "session_id; with wait_reply also answer (offer given) or offer; ice_servers if asked for",
                        this::starting,
                        CoreError.NO_MEDIASERVER,
                        CoreError.UNKNOWN_BACKEND,
                        CoreError.NOT_IMPLEMENTED,
                        CoreError.INVALID_OPERATION,
                        CoreError.INVALID_PARAMETERS,
                        CoreError.MISSING_SDP,
                        CoreError.INVALID_SDP,
                        CoreError.NO_ICE_CANDIDATES,
                        CoreError.PEER_STOPPED,
                        CoreError.DUPLICATED_SESSION_ID,
                        CoreError.SERVICE_UNAVAILABLE,
                        CoreError.TOO_MANY_REQUESTS)
                .within(Duration.ofSeconds(30));
    }

    /** Those who listen to sessions come first: they may refuse it or set some of its fields. */
    private CompletionStage<Object> starting(CreateParameters p, ConnectionCaller caller) {
        var connection = caller.connection();
        var settled = connection.service().settled();
        return settled.toCompletableFuture().isDone()
                ? heard(p, caller)
                : connection.decided(settled, over -> heard(p, caller));
    }

    private CompletionStage<Object> heard(CreateParameters p, ConnectionCaller caller) {
        var connection = caller.connection();
        var hooks = connection.service().hooks();
        if (!hooks.onSessions()) {
            return create(p, caller);
        }
        var given = new LinkedHashMap<>(
                connection.tools().json().plainObject(connection.tools().json().tree(p)));
        var id = p.sessionId().orElseGet(CreateCommand::newId);
        given.put("session_id", id);
        return connection.decided(
                hooks.starting(
                        new SessionStart(id, p.type(), caller, given), fields -> bound(fields, given, connection)),
                fields -> create(bound(fields, given, connection), caller));
    }

    /** The fields of a session as a listener has set them. */
    private static CreateParameters bound(
            Map<String, Object> fields, Map<String, Object> given, ClientConnection connection) {
        for (var key : FIXED) {
            if (!Objects.equals(fields.get(key), given.get(key))) {
                throw CoreError.INVALID_VALUE.field(key, "can't be set by a listener");
            }
        }
        var tools = connection.tools();
        return tools.binder().bind(tools.json().tree(fields), CreateParameters.class, unknown -> {
            throw CoreError.INVALID_VALUE.field(unknown, "is not known");
        });
    }

    private static String newId() {
        return "session-" + UUID.randomUUID();
    }

    private CompletionStage<Object> create(CreateParameters p, ConnectionCaller caller) {
        if (!caller.connection().service().open()) {
            throw ConnectionHost.takesNothingNew();
        }
        var offer = p.offer().map(o -> o.description("offer"));
        var answer = p.answer().map(a -> a.description("answer"));
        var role = role(p, offer);
        check(p, caller, offer, answer, role);
        var document = caller.connection().service().config().document();
        var settings = settings(p, caller, role, document);
        // The id is taken before the subscription: an id in use must not touch the other session's events.
        var limits = document.limits();
        var session = sessions.enter(settings, new Quota(limits.sessions(), limits.sessionsPerUser()));
        caller.connection().holdEvents(settings.id(), () -> session.destroy(StopReason.of(CoreError.TIMEOUT)));
        if (p.subscribe()) {
            caller.connection()
                    .subscriptions()
                    .add(new Subscription(
                            Pattern.object("media", "session", settings.id()),
                            Set.copyOf(p.sessionEvents()),
                            p.sessionEventsBody(),
                            Subscription.Kind.DIRECT));
        }
        var ice = p.iceServers()
                ? Optional.of(IceServers.of(document.media().ice(), caller.user(), time.now()))
                : Optional.<List<Map<String, Object>>>empty();
        return session.start(role == Role.OFFEREE ? offer : Optional.empty(), answer)
                .thenCompose(ok -> p.waitReply()
                        ? session.made().thenApply(made -> reply(settings, Optional.of(made), ice))
                        : Command.reply(reply(settings, Optional.empty(), ice)));
    }

    /** What the server does (media-session.md §2): a p2p slave presents its master's offer, whatever it brought. */
    private static Role role(CreateParameters p, Optional<Description> offer) {
        boolean slave = p.type().equals(P2P) && p.masterId().isPresent();
        return offer.isPresent() && !slave ? Role.OFFEREE : Role.OFFERER;
    }

    private void check(
            CreateParameters p,
            ConnectionCaller caller,
            Optional<Description> offer,
            Optional<Description> answer,
            Role role) {
        if (answer.isPresent() && !(p.type().equals(P2P) && offer.isPresent())) {
            throw CoreError.INVALID_PARAMETERS.because("an answer needs type p2p and an offer");
        }
        if (p.type().equals(P2P) && role == Role.OFFERER && p.masterId().isEmpty()) {
            throw CoreError.INVALID_PARAMETERS.because("a p2p session needs an offer or a master");
        }
        TypeFields.needed(p.type(), p.options().keySet());
        if (p.records()) {
            throw CoreError.NOT_IMPLEMENTED.field("record");
        }
        if (caller.roles().equals(LISTENER) && !p.type().equals("listen")) {
            throw CoreError.UNAUTHORIZED.field("type");
        }
        if (p.detached() && !caller.any()) {
            throw CoreError.UNAUTHORIZED.field("detached");
        }
        p.masterId().ifPresent(id -> {
            if (p.sessionId().equals(p.masterId())) {
                throw CoreError.INVALID_PARAMETERS.because("a session can't be its own master");
            }
            if (Sight.of(caller, sessions.find(id)).isEmpty()) {
                throw CoreError.PEER_STOPPED.field("master_id");
            }
        });
        var checkedOffer = offer.map(o -> Sdps.checked(o, "offer.sdp"));
        answer.ifPresent(a -> Sdps.checked(a, "answer.sdp").checkAnswers(checkedOffer.orElseThrow(), "answer.sdp"));
    }

    private static SessionSettings settings(
            CreateParameters p, ConnectionCaller caller, Role role, ServiceDocument document) {
        var media = document.media();
        boolean rebuild = p.rebuild().orElse(media.rebuild()) && !p.type().equals(P2P);
        return new SessionSettings(
                p.sessionId().orElseGet(CreateCommand::newId),
                p.type(),
                role,
                p.offer()
                        .filter(o -> role == Role.OFFEREE)
                        .map(Media.SdpObject::sdpType)
                        .orElse(p.sdpType()),
                caller.user(),
                p.detached() ? Optional.empty() : Optional.of(caller.sessionId()),
                p.backend(),
                p.noOfferTrickleIce(),
                p.noAnswerTrickleIce(),
                p.trickleIceTimeout().orElse(media.trickleIceTimeout()),
                p.waitTimeout().orElse(media.waitTimeout()),
                p.readyTimeout().orElse(media.readyTimeout()),
                rebuild ? Optional.of(document.timeouts().rebuild()) : Optional.empty(),
                p.masterId(),
                p.setMasterAnswer(),
                p.stopAfterPeer(),
                p.sessionMeta(),
                new MediaUpdate(
                        p.muteAudio(),
                        p.muteVideo(),
                        p.muteData(),
                        Optional.of(p.bitrate().orElse(media.defaultBitrate()))),
                p.options());
    }

    private static Map<String, Object> reply(
            SessionSettings settings, Optional<Description> made, Optional<List<Map<String, Object>>> ice) {
        var reply = new LinkedHashMap<String, Object>();
        reply.put("session_id", settings.id());
        made.ifPresent(description ->
                reply.put(settings.role() == Role.OFFERER ? "offer" : "answer", Wire.description(description)));
        ice.ifPresent(servers -> reply.put("ice_servers", servers));
        return reply;
    }
}
