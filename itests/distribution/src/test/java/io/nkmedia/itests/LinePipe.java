package io.nkmedia.itests;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines over TCP or TLS, read by a thread of its own. */
final class LinePipe implements Pipe {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final Heard heard;

    LinePipe(Socket socket, Heard heard) {
        this.socket = socket;
        this.heard = heard;
        var reader = new Thread(this::read, "lines of " + socket.getRemoteSocketAddress());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        int code = 1006;
        var reason = "";
        try (var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var frame = JSON.readTree(line);
                if (frame.path("cmd").asText().equals("bye")) {
                    code = frame.path("data").path("code").asInt();
                    reason = frame.path("data").path("reason").asText();
                }
                heard.text(line);
            }
        } catch (IOException broken) {
            code = 1006;
        }
        heard.closed(code, reason);
    }

    @Override
    public synchronized void send(String frame) {
        try {
            socket.getOutputStream().write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        abort();
    }

    @Override
    public void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
