package io.nkmedia.core.internal.connection;

/** Close codes of the protocol (protocol.md §1). */
public enum CloseCode {
    NORMAL(1000, "logged out"),
    GOING_AWAY(1001, "service stopping"),
    VIOLATIONS(1008, "too many protocol violations"),
    OVERLOADED(1013, "overloaded, try again later"),
    LOGIN(4401, "login not done"),
    SILENT(4408, "no answer"),
    REPLACED(4409, "session resumed from another connection"),
    STOPPED(4410, "stopped"),
    TOO_SLOW(4413, "subscriber too slow"),
    RATE(4429, "rate limit");

    /** What a peer that closes without a code is said to have sent. */
    private static final int NO_CODE = 1005;

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** Whether the session ends with its socket, so that nobody can resume it (protocol.md §4.3). */
    static boolean ends(int code) {
        return code == NORMAL.code || code == NO_CODE || code == STOPPED.code || code == RATE.code;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
