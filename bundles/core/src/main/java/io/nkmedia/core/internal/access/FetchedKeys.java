package io.nkmedia.core.internal.access;

import io.nkmedia.api.CoreError;
import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys from a web address (a JWKS). They are kept for 10 min; a key that isn't among them lets them be asked for again,
 * at most once in 30 s, so that nobody can make us ask more often by inventing ids. While they can't be had the old ones
 * count. State belongs to its mailbox.
 */
final class FetchedKeys implements Keys {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final int MAX_KEYS = 100;

    private final URI address;
    private final KeyFetcher fetcher;
    private final Time time;
    private final Mailbox box;
    private List<JsonWebKey> known = List.of();
    private Optional<CompletableFuture<List<JsonWebKey>>> asking = Optional.empty();
    private Optional<Long> askedAt = Optional.empty();
    private Optional<Long> gotAt = Optional.empty();

    FetchedKeys(URI address, KeyFetcher fetcher, Time time, Mailboxes mailboxes) {
        this.address = address;
        this.fetcher = fetcher;
        this.time = time;
        box = mailboxes.create("keys of " + address.getHost());
    }

    @Override
    public CompletionStage<List<JsonWebKey>> find(Optional<String> id) {
        return box.ask(() -> {
            boolean unknown =
                    id.isPresent() && known.stream().noneMatch(key -> id.get().equals(key.getKeyId()));
            boolean needed = unknown || gotAt.isEmpty();
            boolean old = gotAt.isEmpty() || since(gotAt.get()).compareTo(FRESH) > 0;
            if ((needed || old) && asking.isEmpty() && mayAsk()) {
                ask();
            }
            if (needed && asking.isPresent()) {
                return asking.get();
            }
            return gotAt.isPresent()
                    ? CompletableFuture.completedStage(known)
                    : CompletableFuture.failedStage(unavailable());
        });
    }

    private static Throwable unavailable() {
        return CoreError.SERVICE_UNAVAILABLE
                .because("tokens can't be checked now")
                .with("retry_after_ms", BETWEEN.toMillis());
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(time.nanos() - nanos);
    }

    private boolean mayAsk() {
        return askedAt.isEmpty() || since(askedAt.get()).compareTo(BETWEEN) >= 0;
    }

    private void ask() {
        var answer = new CompletableFuture<List<JsonWebKey>>();
        asking = Optional.of(answer);
        askedAt = Optional.of(time.nanos());
        fetcher.fetch(address)
                .thenApply(FetchedKeys::parsed)
                .whenComplete((keys, failure) -> box.must(() -> {
                    asking = Optional.empty();
                    if (failure == null) {
                        known = keys;
                        gotAt = Optional.of(time.nanos());
                    } else {
                        LOG.warn("The keys at {} could not be had", address, failure);
                    }
                    if (gotAt.isPresent()) {
                        answer.complete(known);
                    } else {
                        answer.completeExceptionally(unavailable());
                    }
                }));
    }

    private static List<JsonWebKey> parsed(String text) {
        try {
            return new JsonWebKeySet(text)
                    .getJsonWebKeys().stream()
                            .filter(Objects::nonNull)
                            .limit(MAX_KEYS)
                            .toList();
        } catch (JoseException e) {
            throw new IllegalArgumentException("no set of keys", e);
        }
    }
}
