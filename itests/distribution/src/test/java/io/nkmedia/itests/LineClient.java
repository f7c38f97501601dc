package io.nkmedia.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of a service's own TCP listener: one request after the other. Not thread-safe. */
final class LineClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader in;
    private int tid;

    LineClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Logs in; gives the reply. */
    JsonNode login(String user, String password) throws IOException {
        return call("core/user/login", "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    /** Calls a command and gives its reply, whatever comes in between. */
    JsonNode call(String name, String data) throws IOException {
        var parts = name.split("/");
        tid++;
        var request = "{\"class\":\"%s\",\"subclass\":\"%s\",\"cmd\":\"%s\",\"tid\":%d,\"data\":%s}\n"
                .formatted(parts[0], parts[1], parts[2], tid, data);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        while (true) {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("closed instead of a reply to " + name);
            }
            var frame = JSON.readTree(line);
            if (frame.has("result") && frame.path("tid").asInt() == tid) {
                return frame;
            }
        }
    }

    /** The last line, once the server has closed. */
    String farewell() throws IOException {
        var last = "";
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            last = line;
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
