package io.nkmedia.api.runtime;

/** An instance could not be obtained. The text is fit for an operator, never for a client. */
public final class RuntimeUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean isPassing;

    public RuntimeUnavailable(String text) {
        this(text, false);
    }

    private RuntimeUnavailable(String text, boolean passing) {
        super(text, null, false, false);
        isPassing = passing;
    }

    /** For what may work later as it is: whoever asked goes on asking, and doesn't give up. */
    public static RuntimeUnavailable passing(String text) {
        return new RuntimeUnavailable(text, true);
    }

    public boolean isPassing() {
        return isPassing;
    }
}
