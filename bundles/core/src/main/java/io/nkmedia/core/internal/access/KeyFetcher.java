package io.nkmedia.core.internal.access;

import io.nkmedia.base.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gets small texts from web addresses, on threads that may block: at most 256 KiB within 5 s, without following
 * redirects. The newer HTTP client of Java 17 can't be closed, so it is the older one.
 */
public final class KeyFetcher {
    private static final int MAX_BYTES = 256 * 1024;
    private static final int STEP_MILLIS = 3000;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final Executor threads;
    private final Time time;

    /** @param threads which may block, and refuse when too much waits */
    public KeyFetcher(Executor threads, Time time) {
        this.threads = threads;
        this.time = time;
    }

    CompletionStage<String> fetch(URI address) {
        try {
            return CompletableFuture.supplyAsync(() -> get(address), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private String get(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(STEP_MILLIS);
            connection.setReadTimeout(STEP_MILLIS);
            connection.setRequestProperty("Accept", "application/json");
            try {
                return read(connection);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(HttpURLConnection connection) throws IOException {
        long end = time.nanos() + LIMIT.toNanos();
        int status = connection.getResponseCode();
        if (status != OK) {
            throw new IOException("status " + status);
        }
        var text = new ByteArrayOutputStream();
        try (var in = connection.getInputStream()) {
            var buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                text.write(buffer, 0, count);
                if (text.size() > MAX_BYTES || time.nanos() > end) {
                    throw new IOException("too long");
                }
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
