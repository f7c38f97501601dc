package io.nkmedia.janus.internal.wire;

/** An error that the engine gave. Its text is the engine's own: for logs, never for clients. */
public final class Refusal extends RuntimeException {
    /** The engine doesn't know the session. */
    public static final int NO_SESSION = 458;

    private static final int NO_HANDLE = 459;

    private final int code;

    public Refusal(int code, String reason) {
        super(code + " " + reason, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Whether the session or the handle that it was about doesn't exist. */
    public boolean isGone() {
        return code == NO_SESSION || code == NO_HANDLE;
    }
}
