package io.nkmedia.testing.janus;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One socket's far side. */
interface Peer {
    void send(ObjectNode frame);
}
