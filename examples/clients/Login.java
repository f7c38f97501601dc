import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Logs in to a service of NkMEDIA over a WebSocket, asks for its own connections and for the commands it may use, and
 * prints the replies as they come. The JDK has no JSON, so the messages are texts here; a program would use a library.
 *
 * <p>usage: java Login.java ws://HOST:8181/nkmedia/SERVICE USER PASSWORD
 */
final class Login {
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int tid;

    private Login(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("nkmedia.v1")
                .buildAsync(uri, new Listener())
                .join();
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 3) {
            System.err.println("usage: java Login.java ws://HOST:8181/nkmedia/SERVICE USER PASSWORD");
            System.exit(2);
        }
        var client = new Login(URI.create(args[0]));
        client.call("user", "login", "{\"user\":\"" + args[1] + "\",\"password\":\"" + args[2] + "\"}");
        client.call("user", "get", "{\"user\":\"" + args[1] + "\"}");
        client.call("api", "describe", "{\"class\":\"core\",\"subclass\":\"user\"}");
        client.call("user", "logout", "{}");
    }

    /** One request; its reply is waited for, since requests may be answered in any order. */
    private void call(String subclass, String cmd, String data) throws InterruptedException {
        socket.sendText(
                        "{\"class\":\"core\",\"subclass\":\"%s\",\"cmd\":\"%s\",\"data\":%s,\"tid\":%d}"
                                .formatted(subclass, cmd, data, ++tid),
                        true)
                .join();
        var reply = replies.poll(30, TimeUnit.SECONDS);
        System.out.println(reply == null ? "no reply" : reply);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                var text = message.toString();
                message.setLength(0);
                received(text);
            }
            from.request(1);
            return null;
        }
    }

    private void received(String text) {
        if (text.startsWith("{\"result\"")) {
            replies.add(text);
        } else if (text.contains("\"cmd\":\"ping\"")) {
            var tidOfPing = text.replaceFirst(".*\"tid\":(\\d+)}$", "$1");
            socket.sendText("{\"result\":\"ok\",\"tid\":" + tidOfPing + "}", true);
        }
    }
}
