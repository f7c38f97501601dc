package io.nkmedia.core.internal.wire;

import io.nkmedia.api.ApiException;
import java.util.Optional;

/** A frame that is none of the four shapes; carries the tid if it could be read. */
public final class Malformed extends Exception {
    private final transient ApiException error;
    private final transient Optional<Tid> tid;

    Malformed(ApiException error, Optional<Tid> tid) {
        super(error.getMessage(), null, false, false);
        this.error = error;
        this.tid = tid;
    }

    public ApiException error() {
        return error;
    }

    public Optional<Tid> tid() {
        return tid;
    }
}
