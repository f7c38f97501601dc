package io.nkmedia.core.internal.connection;

import io.nkmedia.gateway.Connection;

/** One socket of a client: what is sent on it, and whether it is read. Safe for use by any thread. */
final class Line {
    private final Connection connection;
    private final Valve valve;
    private final Backlog backlog;

    Line(Connection connection) {
        this.connection = connection;
        valve = new Valve(connection);
        backlog = new Backlog(valve);
    }

    Connection connection() {
        return connection;
    }

    Valve valve() {
        return valve;
    }

    /** The frames of this socket that wait for their mailbox. */
    Backlog backlog() {
        return backlog;
    }

    void send(String frame) {
        connection.send(frame);
    }

    void close(CloseCode code, String reason) {
        connection.close(code.code(), reason);
    }
}
