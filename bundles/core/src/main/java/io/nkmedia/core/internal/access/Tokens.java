package io.nkmedia.core.internal.access;

import io.nkmedia.base.Time;
import io.nkmedia.core.internal.access.Identity.Origin;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks signed tokens (JWT) as a service's {@code auth.jwt} says. A key only counts for algorithms of its own kind, and
 * a shared secret only for HS256: a token can't choose to be checked by something else. Safe for use by any thread.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final String SHARED = "HS256";

    /** The kind of key that an algorithm takes. */
    private static final Map<String, String> KINDS = Map.of("RS256", "RSA", "ES256", "EC", "EdDSA", "OKP");

    private static final String ROLES = "nkmedia_roles";
    private static final Set<String> DEFAULT_ROLES = Set.of("user");
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_USER = 255;
    private static final int MAX_ROLES = 16;

    /** Clocks differ. */
    private static final int SKEW_SECONDS = 30;

    /** Of keys without ids. */
    private static final int MAX_TRIES = 8;

    private final TokenSettings settings;
    private final String audience;
    private final Keys keys;
    private final Optional<Key> secret;
    private final Predicate<String> knownRole;
    private final Time time;

    /** @param audience what a token must be meant for, if the settings don't say */
    Tokens(TokenSettings settings, String audience, Keys keys, Predicate<String> knownRole, Time time) {
        this.settings = settings;
        this.audience = settings.audience().orElse(audience);
        this.keys = keys;
        this.secret = settings.secret().map(text -> new HmacKey(text.getBytes(StandardCharsets.UTF_8)));
        this.knownRole = knownRole;
        this.time = time;
    }

    /**
     * Checks a token.
     *
     * @return empty whatever is wrong with it; fails with {@code service_unavailable} if the keys can't be had
     */
    public CompletionStage<Optional<Identity>> check(String token) {
        if (token.length() > MAX_LENGTH) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        try {
            var header = new JsonWebSignature();
            header.setCompactSerialization(token);
            var algorithm =
                    Optional.ofNullable(header.getAlgorithmHeaderValue()).orElse("");
            var id = Optional.ofNullable(header.getKeyIdHeaderValue());
            if (!settings.algorithms().contains(algorithm)) {
                return refused("its algorithm is not allowed");
            }
            if (algorithm.equals(SHARED)) {
                return CompletableFuture.completedStage(
                        secret.flatMap(key -> verify(token, algorithm, key)).flatMap(this::identity));
            }
            return keys.find(id)
                    .thenApply(known -> candidates(known, algorithm, id).stream()
                            .flatMap(key -> verify(token, algorithm, key).stream())
                            .findFirst()
                            .flatMap(this::identity));
        } catch (JoseException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static CompletionStage<Optional<Identity>> refused(String why) {
        LOG.debug("Token refused: {}", why);
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static List<Key> candidates(List<JsonWebKey> known, String algorithm, Optional<String> id) {
        return known.stream()
                .filter(key -> key.getKeyType().equals(KINDS.get(algorithm)))
                .filter(key ->
                        id.isEmpty() || key.getKeyId() == null || id.get().equals(key.getKeyId()))
                .filter(key -> key.getUse() == null || key.getUse().equals("sig"))
                .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
                .limit(MAX_TRIES)
                .map(key -> key instanceof PublicJsonWebKey pair ? pair.getPublicKey() : key.getKey())
                .toList();
    }

    private Optional<JwtClaims> verify(String token, String algorithm, Key key) {
        var consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm))
                .setVerificationKey(key)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setExpectedAudience(true, audience)
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(time.now().toEpochMilli()));
        settings.issuer().ifPresent(issuer -> consumer.setExpectedIssuer(true, issuer));
        try {
            return Optional.of(consumer.build().processToClaims(token));
        } catch (InvalidJwtException e) {
            LOG.debug("Token refused: {}", e.getErrorDetails());
            return Optional.empty();
        }
    }

    private Optional<Identity> identity(JwtClaims claims) {
        try {
            var user = claims.getSubject();
            if (user.isEmpty() || user.getBytes(StandardCharsets.UTF_8).length > MAX_USER) {
                return Optional.empty();
            }
            var named = claims.hasClaim(ROLES) ? Set.copyOf(claims.getStringListClaimValue(ROLES)) : DEFAULT_ROLES;
            var roles = new HashSet<>(named);
            roles.removeIf(knownRole.negate());
            return named.size() > MAX_ROLES
                    ? Optional.empty()
                    : Optional.of(new Identity(user, Set.copyOf(roles), Origin.TOKEN));
        } catch (MalformedClaimException e) {
            LOG.debug("Token refused: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
