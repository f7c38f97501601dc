package io.nkmedia.core.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.command.CommandName;

/** What a client may send. */
public sealed interface Message {
    /** A request; {@code data} is an object. */
    record Request(CommandName name, JsonNode data, Tid tid) implements Message {}

    /** The answer to a request of ours. */
    record Response(boolean ok, JsonNode data, Tid tid) implements Message {}

    /** The client works on a request of ours. */
    record Ack(Tid tid) implements Message {}
}
