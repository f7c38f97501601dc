package io.nkmedia.api;

import java.util.Locale;

/** The errors of core: 100xxx for the platform, 300xxx for media sessions. */
public enum CoreError implements ErrorCode {
    INTERNAL_ERROR(100002, "Internal error"),
    INVALID_STATE(100004, "Invalid state"),
    TIMEOUT(100005, "Timeout"),
    NOT_IMPLEMENTED(100006, "Not implemented"),
    REGISTERED_DOWN(100010, "Registered process stopped"),
    USER_STOP(100011, "User stop"),
    API_STOP(100013, "API stop received"),
    SERVICE_NOT_FOUND(100020, "Service not found"),
    SERVICE_UNAVAILABLE(100021, "Service is stopping"),
    TOO_MANY_REQUESTS(100022, "Too many requests"),
    SERVICE_ALREADY_EXISTS(100023, "Service already exists"),
    CONFIG_FAILED(100024, "Configuration could not be applied"),
    UNAUTHORIZED(100030, "Unauthorized"),
    NOT_AUTHENTICATED(100031, "Not authenticated"),
    ALREADY_AUTHENTICATED(100032, "Already authenticated"),
    USER_NOT_FOUND(100033, "User not found"),
    DUPLICATED_SESSION_ID(100034, "Duplicated session id"),
    INVALID_SESSION_ID(100035, "Invalid session id"),
    INVALID_OPERATION(100040, "Invalid operation"),
    INVALID_PARAMETERS(100041, "Invalid parameters"),
    UNKNOWN_COMMAND(100042, "Unknown command"),
    INVALID_ACTION(100043, "Invalid action"),
    SYNTAX_ERROR(100044, "Syntax error"),
    MISSING_FIELD(100045, "Missing field"),
    INVALID_VALUE(100046, "Invalid value"),
    INVALID_REPLY(100047, "Invalid reply"),
    DUPLICATED_TID(100048, "Duplicated tid"),
    TOO_MANY_SUBSCRIPTIONS(100049, "Too many subscriptions"),
    SESSION_TIMEOUT(100060, "Session timeout"),
    SESSION_STOP(100061, "Session stop"),
    SESSION_NOT_FOUND(100062, "Session not found"),
    NO_MEDIASERVER(300001, "No mediaserver available"),
    UNKNOWN_BACKEND(300003, "Unknown backend"),
    SESSION_FAILED(300004, "Session has failed"),
    OFFER_NOT_SET(300010, "Offer not set"),
    ANSWER_ALREADY_SET(300013, "Answer already set"),
    NO_ICE_CANDIDATES(300014, "No ICE candidates"),
    MISSING_SDP(300015, "Missing SDP"),
    INVALID_SDP(300016, "Invalid SDP"),
    PEER_STOPPED(300021, "Peer session stopped"),
    BACKEND_DOWN(300022, "Media server lost"),
    NO_MEDIA(300023, "No media"),
    NO_ACTIVE_RECORDER(300030, "No active recorder"),
    NO_ACTIVE_PLAYER(300031, "No active player"),
    NO_ACTIVE_ROOM(300032, "No active room");

    private final int code;
    private final String text;

    CoreError(int code, String text) {
        this.code = code;
        this.text = text;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
        return text;
    }

    /** This error as an exception. */
    public ApiException error() {
        return new ApiException(this);
    }

    /** This error about one field, given by its JSON path below {@code data}. */
    public ApiException field(String path) {
        return new ApiException(this, text + ": " + path).at(path);
    }

    /** This error about one field, with what is wrong with it. */
    public ApiException field(String path, String why) {
        return new ApiException(this, text + ": " + path + " " + why).at(path);
    }

    /** This error with its own sentence; the sentence is shown to clients. */
    public ApiException because(String why) {
        return new ApiException(this, text + ": " + why);
    }
}
