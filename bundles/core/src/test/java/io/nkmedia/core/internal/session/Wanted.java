package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.MediaUpdate;
import io.nkmedia.api.media.Role;
import io.nkmedia.api.media.SdpKind;
import java.util.Map;
import java.util.Optional;

/** The settings of a session as a test wants them; the rest as by default. */
final class Wanted {
    private final String id;
    private final String type;
    private final Role role;
    private Optional<String> owner = Optional.of("connection-1");
    private Optional<String> masterId = Optional.empty();
    private boolean noOfferTrickle;
    private boolean noAnswerTrickle;
    private boolean setMasterAnswer;
    private boolean stopAfterPeer = true;
    private Optional<Integer> rebuild = Optional.empty();

    private Wanted(String id, String type, Role role) {
        this.id = id;
        this.type = type;
        this.role = role;
    }

    static Wanted echo(String id) {
        return new Wanted(id, "echo", Role.OFFEREE);
    }

    static Wanted park(String id) {
        return new Wanted(id, "park", Role.OFFERER);
    }

    static Wanted caller(String id) {
        return new Wanted(id, "p2p", Role.OFFEREE);
    }

    static Wanted callee(String id, String masterId) {
        var wanted = new Wanted(id, "p2p", Role.OFFERER);
        wanted.masterId = Optional.of(masterId);
        wanted.setMasterAnswer = true;
        return wanted;
    }

    Wanted detached() {
        owner = Optional.empty();
        return this;
    }

    /** @param seconds until another engine must be there */
    Wanted rebuilt(int seconds) {
        rebuild = Optional.of(seconds);
        return this;
    }

    Wanted slaveOf(String master) {
        masterId = Optional.of(master);
        return this;
    }

    Wanted answersMaster() {
        setMasterAnswer = true;
        return this;
    }

    Wanted noTrickle() {
        noOfferTrickle = true;
        noAnswerTrickle = true;
        return this;
    }

    Wanted answerByApplication() {
        setMasterAnswer = false;
        return this;
    }

    Wanted survivesPeer() {
        stopAfterPeer = false;
        return this;
    }

    SessionSettings settings() {
        return new SessionSettings(
                id,
                type,
                role,
                SdpKind.WEBRTC,
                "ann",
                owner,
                Optional.empty(),
                noOfferTrickle,
                noAnswerTrickle,
                5000,
                60,
                3600,
                rebuild,
                masterId,
                setMasterAnswer,
                stopAfterPeer,
                Map.of("room", "blue"),
                MediaUpdate.NONE,
                Map.of());
    }
}
