package io.nkmedia.gateway.internal;

import java.util.concurrent.CompletionStage;

/** An open port. */
public interface Port {
    int number();

    /** The door's spec has changed. */
    void changed();

    /** Completes when the port is free again; connections stay. */
    CompletionStage<Void> close();
}
