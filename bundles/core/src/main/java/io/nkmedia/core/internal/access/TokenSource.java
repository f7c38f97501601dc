package io.nkmedia.core.internal.access;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/** What checks a service's tokens, made anew when its configuration changes. Safe for use by any thread. */
public final class TokenSource {
    private static final Set<String> KNOWN = Set.of("RS256", "ES256", "EdDSA", "HS256");
    private static final int MIN_SECRET = 32;

    private record Made(TokenSettings settings, Tokens tokens) {}

    private final KeyFetcher fetcher;
    private final Mailboxes mailboxes;
    private final Time time;
    private final AtomicReference<Optional<Made>> made = new AtomicReference<>(Optional.empty());

    public TokenSource(KeyFetcher fetcher, Mailboxes mailboxes, Time time) {
        this.fetcher = fetcher;
        this.mailboxes = mailboxes;
        this.time = time;
    }

    /** The one for these settings; empty if there are none. */
    public Optional<Tokens> of(Optional<TokenSettings> wanted, String service, Predicate<String> knownRole) {
        return wanted.map(settings -> made.updateAndGet(
                        before -> before.filter(known -> known.settings().equals(settings))
                                .or(() -> Optional.of(make(settings, service, knownRole))))
                .orElseThrow()
                .tokens());
    }

    private Made make(TokenSettings settings, String service, Predicate<String> knownRole) {
        Keys keys = settings.jwksUrl()
                .<Keys>map(address -> new FetchedKeys(URI.create(address), fetcher, time, mailboxes))
                .orElseGet(() -> Keys.fixed(parsed(settings.keys())));
        return new Made(settings, new Tokens(settings, service, keys, knownRole, time));
    }

    private static List<JsonWebKey> parsed(List<Map<String, Object>> keys) {
        var all = new ArrayList<JsonWebKey>();
        for (var key : keys) {
            try {
                all.add(JsonWebKey.Factory.newJwk(key));
            } catch (JoseException e) {
                throw CoreError.INVALID_VALUE.field("auth.jwt.keys[" + all.size() + "]", "is no public key (JWK)");
            }
        }
        return List.copyOf(all);
    }

    /**
     * Checks settings.
     *
     * @throws ApiException that names what is wrong
     */
    public static void check(TokenSettings settings) {
        parsed(settings.keys());
        int ways = (settings.jwksUrl().isPresent() ? 1 : 0) + (settings.keys().isEmpty() ? 0 : 1);
        if (ways > 1) {
            throw CoreError.INVALID_VALUE.field("auth.jwt.keys", "can't be there beside jwks_url");
        }
        if (ways == 0 && settings.secret().isEmpty()) {
            throw CoreError.MISSING_FIELD.field("auth.jwt.jwks_url");
        }
        if (!KNOWN.containsAll(settings.algorithms())) {
            throw CoreError.INVALID_VALUE.field("auth.jwt.algorithms", "may name RS256, ES256, EdDSA, HS256");
        }
        if (settings.algorithms().contains("HS256") != settings.secret().isPresent()) {
            throw CoreError.INVALID_VALUE.field(
                    "auth.jwt.secret", "must be there if algorithms name HS256, and only then");
        }
        settings.secret().filter(secret -> secret.length() < MIN_SECRET).ifPresent(secret -> {
            throw CoreError.INVALID_VALUE.field("auth.jwt.secret", "must have at least " + MIN_SECRET + " characters");
        });
        settings.jwksUrl().ifPresent(TokenSource::checkAddress);
    }

    private static void checkAddress(String address) {
        try {
            var uri = URI.create(address);
            var host = Optional.ofNullable(uri.getHost()).orElse("");
            boolean local = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
            boolean secret = "https".equals(uri.getScheme()) && !host.isEmpty();
            if (secret || ("http".equals(uri.getScheme()) && local)) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw CoreError.INVALID_VALUE.field("auth.jwt.jwks_url", "is no address");
        }
        throw CoreError.INVALID_VALUE.field("auth.jwt.jwks_url", "must be https, or http on this machine");
    }
}
