package io.nkmedia.janus.internal.wire;

/** Who drives a connection now. Called in the connection's mailbox; must not block. */
public interface Owner {
    /** The connection has closed, or the engine has dropped our session. */
    void gone(String why);

    /** A sign of life came after its request was given up. */
    void alive();
}
