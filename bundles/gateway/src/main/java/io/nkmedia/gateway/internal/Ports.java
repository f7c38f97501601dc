package io.nkmedia.gateway.internal;

import io.nkmedia.gateway.ConnectSpec;
import java.util.concurrent.CompletionStage;

/** Real sockets, in and out. What fails, fails with an {@link java.io.IOException} fit for an operator. */
public interface Ports {
    CompletionStage<Port> open(Door door);

    /** Completes with a link that hasn't started. */
    CompletionStage<Link> connect(ConnectSpec spec, Source source);
}
