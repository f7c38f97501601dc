package io.nkmedia.gateway;

/** How a stream of bytes is cut into frames. */
public enum Framing {
    /** TCP and TLS: UTF-8 lines ended by LF; a CR before it and empty lines are ignored. */
    LINE,
    /** WebSocket: text messages only; a binary one closes with 1003. */
    TEXT,
    /** WebSocket: text and binary messages. */
    TEXT_AND_BINARY,
    /** TCP and TLS: messages of header lines, an empty line, and a body of {@code Content-Length} (RFC 3261 §18.3). */
    SIP_STREAM,
    /**
     * UDP: one datagram is one frame; the connection is the listener, each frame has its own peer. One that is larger than
     * the limit for messages, or one too many of a peer or while nobody reads, is lost.
     */
    DATAGRAM
}
