package io.nkmedia.gateway.internal.net;

import io.nkmedia.gateway.internal.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that writes down what it hears. */
public final class Client implements WebSocket.Listener {
    public final List<String> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private volatile @Nullable WebSocket socket;

    public static HttpClient http() {
        return HttpClient.newHttpClient();
    }

    public static Client open(HttpClient http, String url, String... subprotocols) {
        return Eventually.await(opening(http, url, subprotocols));
    }

    public static CompletionStage<Client> opening(HttpClient http, String url, String... subprotocols) {
        return opening(http.newWebSocketBuilder(), url, subprotocols);
    }

    public static CompletionStage<Client> opening(WebSocket.Builder builder, String url, String... subprotocols) {
        var client = new Client();
        if (subprotocols.length > 0) {
            var rest = new String[subprotocols.length - 1];
            System.arraycopy(subprotocols, 1, rest, 0, rest.length);
            builder.subprotocols(subprotocols[0], rest);
        }
        return builder.buildAsync(URI.create(url), client).thenApply(made -> {
            client.socket = made;
            return client;
        });
    }

    public WebSocket socket() {
        return java.util.Objects.requireNonNull(socket);
    }

    public Client say(String text) {
        Eventually.await(socket().sendText(text, true));
        return this;
    }

    public void hears(String text) {
        Eventually.eventually(text + " in " + heard, () -> heard.contains(text));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        heard.add("bytes " + data.remaining());
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        heard.add("closed " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add("error " + error);
    }
}
