package io.nkmedia.api.media;

/** What the server side of a leg does. */
public enum Role {
    /** The client offers, the server answers. */
    OFFEREE,
    /** The server offers, the client answers. */
    OFFERER
}
