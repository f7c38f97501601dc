package io.nkmedia.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/** The server's shell over SSH: much quicker than a client process for each command. */
final class Shell implements AutoCloseable {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final int port;
    private final String user;
    private final String password;

    Shell(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
        // A server of our own, made a moment ago: there is no key to compare with.
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
    }

    /** Runs one command. Throws with all that it printed if its exit status isn't 0. */
    String run(String command) throws IOException {
        // A session for each command, since the server ends it after one.
        try (ClientSession session =
                client.connect(user, "127.0.0.1", port).verify(LOGIN_LIMIT).getSession()) {
            session.addPasswordIdentity(password);
            session.auth().verify(LOGIN_LIMIT);
            return run(session, command);
        }
    }

    private static String run(ClientSession session, String command) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ClientChannel channel = session.createExecChannel(command)) {
            channel.setOut(output);
            channel.setErr(output);
            channel.open().verify(LOGIN_LIMIT);
            Set<ClientChannelEvent> events = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), COMMAND_LIMIT);
            String text = output.toString(StandardCharsets.UTF_8);
            Integer status = channel.getExitStatus();
            if (events.contains(ClientChannelEvent.TIMEOUT) || status == null || status != 0) {
                throw new IOException("status " + status + " of " + command + ": " + text);
            }
            return text;
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
