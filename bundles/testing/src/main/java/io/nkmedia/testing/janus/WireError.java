package io.nkmedia.testing.janus;

/** An error as the engine gives it. */
final class WireError extends RuntimeException {
    final int code;
    final boolean withTransaction;

    WireError(int code, String reason) {
        this(code, reason, true);
    }

    private WireError(int code, String reason, boolean withTransaction) {
        super(reason, null, false, false);
        this.code = code;
        this.withTransaction = withTransaction;
    }

    /** The same, found before the request was understood. */
    WireError early() {
        return new WireError(code, String.valueOf(getMessage()), false);
    }
}
