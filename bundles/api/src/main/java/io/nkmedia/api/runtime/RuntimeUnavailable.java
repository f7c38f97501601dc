package io.nkmedia.api.runtime;

/** An instance could not be obtained. The text is fit for an operator, never for a client. */
public final class RuntimeUnavailable extends RuntimeException {
    public RuntimeUnavailable(String text) {
        super(text, null, false, false);
    }
}
