package io.nkmedia.itests;

/** A client's connection that carries frames, whatever the transport below. Safe for use by several threads. */
interface Pipe extends AutoCloseable {
    /** Who is told of what comes; called by one thread at a time. */
    interface Heard {
        void text(String frame);

        /** Once. The code of the close frame or of the last line {@code bye}; 1006 if there was none. */
        void closed(int code, String reason);
    }

    /** Sends one frame after those before it. */
    void send(String frame);

    /** Closes in order, without waiting for it. */
    @Override
    void close();

    /** As if this client's machine were gone. */
    void abort();
}
