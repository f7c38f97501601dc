package io.nkmedia.core.internal.connection;

import java.util.Map;

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

    /** What a client is told before its socket closes, with a good time to come back after where that makes sense. */
    static Map<String, Object> farewell(int code, String reason) {
        if (code == GOING_AWAY.code || code == OVERLOADED.code) {
            int wait = code == OVERLOADED.code ? 5000 : 500;
            return Map.of("code", code, "reason", reason, "reconnect_after_ms", wait);
        }
        return Map.of("code", code, "reason", reason);
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
