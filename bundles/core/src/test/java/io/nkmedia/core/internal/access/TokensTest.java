package io.nkmedia.core.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.testing.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** protocol.md §4.1: log-in by a signed token. */
class TokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final ManualTime time = new ManualTime();
    private final Json json = new Json();
    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private static PublicJsonWebKey key(String algorithm, String id) throws JoseException {
        var key = switch (algorithm) {
            case "RS256" -> RsaJwkGenerator.generateJwk(2048);
            case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            default -> OkpJwkGenerator.generateJwk("Ed25519");
        };
        key.setKeyId(id);
        return key;
    }

    private static Map<String, Object> publicPart(JsonWebKey key) {
        return key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private TokenSource source() {
        return new TokenSource(new KeyFetcher(Runnable::run, time), time, time);
    }

    private Tokens tokens(String jwt) {
        var checked = new Documents(json).parse("{\"name\":\"demo\",\"auth\":{\"jwt\":" + jwt + "}}");
        return source().of(checked.document().auth().jwt(), "demo", checked.access()::knows)
                .orElseThrow();
    }

    private Tokens tokens(PublicJsonWebKey... keys) {
        var parts = new ArrayList<Map<String, Object>>();
        for (var key : keys) {
            parts.add(publicPart(key));
        }
        return tokens("{\"keys\":" + json.write(json.tree(parts)) + ",\"issuer\":\"https://id\"}");
    }

    private JwtClaims claims() {
        var claims = new JwtClaims();
        claims.setIssuer("https://id");
        claims.setAudience("demo");
        claims.setSubject("ann@example.com");
        claims.setExpirationTime(NumericDate.fromSeconds(time.now().getEpochSecond() + 60));
        claims.setStringListClaim("nkmedia_roles", "manager", "unheard-of");
        return claims;
    }

    private static String sign(String algorithm, Key key, String id, JwtClaims claims) throws JoseException {
        var token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(id);
        token.setPayload(claims.toJson());
        token.setDoKeyValidation(false);
        if (key != null) {
            token.setKey(key);
        }
        return token.getCompactSerialization();
    }

    private Optional<Identity> check(Tokens tokens, String token) {
        var result = new AtomicReference<Optional<Identity>>();
        tokens.check(token).thenAccept(result::set);
        time.run();
        assertThat(result.get()).as("the answer").isNotNull();
        return result.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aRightToken_givesUserAndKnownRoles(String algorithm) throws JoseException {
        var key = key(algorithm, "k1");
        var who = check(tokens(key), sign(algorithm, key.getPrivateKey(), "k1", claims()));
        assertThat(who.orElseThrow().user()).isEqualTo("ann@example.com");
        assertThat(who.orElseThrow().roles()).containsExactly("manager");
        assertThat(who.orElseThrow().origin()).isEqualTo(Identity.Origin.TOKEN);
    }

    @Test
    void aTokenWithoutRoles_isAUsers() throws JoseException {
        var key = key("ES256", "k1");
        var claims = claims();
        claims.unsetClaim("nkmedia_roles");
        assertThat(check(tokens(key), sign("ES256", key.getPrivateKey(), "k1", claims))
                        .orElseThrow()
                        .roles())
                .containsExactly("user");
    }

    @Test
    void wrongTokens_areAllRefused() throws JoseException {
        var key = key("ES256", "k1");
        var tokens = tokens(key);
        var wrong = new LinkedHashMap<String, Consumer<JwtClaims>>();
        wrong.put(
                "expired",
                c -> c.setExpirationTime(NumericDate.fromSeconds(time.now().getEpochSecond() - 31)));
        wrong.put("no exp", c -> c.unsetClaim("exp"));
        wrong.put(
                "not yet",
                c -> c.setNotBefore(NumericDate.fromSeconds(time.now().getEpochSecond() + 31)));
        wrong.put("for somebody else", c -> c.setAudience("sales"));
        wrong.put("for nobody", c -> c.unsetClaim("aud"));
        wrong.put("of somebody else", c -> c.setIssuer("https://evil"));
        wrong.put("of nobody", c -> c.unsetClaim("iss"));
        wrong.put("about nobody", c -> c.unsetClaim("sub"));
        wrong.put("about nothing", c -> c.setSubject(""));
        wrong.put("long name", c -> c.setSubject("x".repeat(256)));
        wrong.put("roles are no list", c -> c.setClaim("nkmedia_roles", 7));
        wrong.put("huge", c -> c.setStringClaim("more", "x".repeat(8192)));
        for (var each : wrong.entrySet()) {
            var claims = claims();
            each.getValue().accept(claims);
            assertThat(check(tokens, sign("ES256", key.getPrivateKey(), "k1", claims)))
                    .as(each.getKey())
                    .isEmpty();
        }
        assertThat(check(tokens, sign("ES256", key("ES256", "k1").getPrivateKey(), "k1", claims())))
                .as("another key")
                .isEmpty();
        assertThat(check(tokens, sign("ES256", key.getPrivateKey(), "k2", claims())))
                .as("an unknown key")
                .isEmpty();
        for (var nonsense : List.of("", "x", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJFUzI1NiJ9..", "....")) {
            assertThat(check(tokens, nonsense)).as(nonsense).isEmpty();
        }
    }

    @Test
    void aTokenCanNotChooseHowItIsChecked() throws JoseException {
        var rsa = key("RS256", "k1");
        var tokens = tokens(rsa);
        assertThat(check(tokens, sign("none", null, "k1", claims()))).as("none").isEmpty();
        var confused = new HmacKey(rsa.getPublicKey().getEncoded());
        assertThat(check(tokens, sign("HS256", confused, "k1", claims())))
                .as("a public key as shared secret")
                .isEmpty();
        assertThat(check(tokens, sign("RS512", rsa.getPrivateKey(), "k1", claims())))
                .as("an algorithm that isn't allowed")
                .isEmpty();
        var both = tokens("{\"keys\":[" + json.write(json.tree(publicPart(rsa))) + "],\"secret\":\"" + SECRET
                + "\",\"algorithms\":[\"RS256\",\"HS256\"]}");
        assertThat(check(both, sign("HS256", confused, "k1", claims()))).isEmpty();
        assertThat(check(both, sign("RS256", rsa.getPrivateKey(), "k1", claims())))
                .isPresent();
    }

    @Test
    void aSharedSecret_countsOnlyIfItIsConfigured() throws JoseException {
        var secret = new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8));
        var token = sign("HS256", secret, "k1", claims());
        assertThat(check(tokens("{\"secret\":\"" + SECRET + "\",\"algorithms\":[\"HS256\"]}"), token))
                .isPresent();
        assertThat(check(tokens(key("ES256", "k1")), token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"secret\":\"short\",\"algorithms\":[\"HS256\"]}",
                "{\"secret\":\"0123456789abcdef0123456789abcdef\"}",
                "{\"jwks_url\":\"https://id/keys\",\"algorithms\":[\"HS256\"]}",
                "{\"jwks_url\":\"https://id/keys\",\"algorithms\":[\"none\"]}",
                "{\"jwks_url\":\"http://id/keys\"}",
                "{\"jwks_url\":\"file:///etc/passwd\"}",
                "{\"jwks_url\":\"https://\"}",
                "{\"jwks_url\":\"::\"}",
                "{\"keys\":[{\"kty\":\"nonsense\"}]}",
                "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}],\"jwks_url\":\"https://id/keys\"}"
            })
    void settingsThatCanNotWork_areRefused(String jwt) {
        assertThatThrownBy(() -> new Documents(json).parse("{\"name\":\"demo\",\"auth\":{\"jwt\":" + jwt + "}}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("auth.jwt");
    }

    private String serve(AtomicReference<String> body, AtomicInteger asked) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            var bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.get().isEmpty() ? 500 : 200, bytes.length == 0 ? -1 : bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        return "{\"jwks_url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/keys\"}";
    }

    private String set(PublicJsonWebKey... keys) {
        var parts = new ArrayList<Map<String, Object>>();
        for (var key : keys) {
            parts.add(publicPart(key));
        }
        return json.write(json.tree(Map.of("keys", parts)));
    }

    @Test
    void keysOfAnAddress_areKept_andAskedForAgainWhenOneIsUnknown_butNotOften() throws Exception {
        var first = key("ES256", "k1");
        var second = key("ES256", "k2");
        var body = new AtomicReference<>(set(first));
        var asked = new AtomicInteger();
        var tokens = tokens(serve(body, asked));
        for (int i = 0; i < 10; i++) {
            assertThat(check(tokens, sign("ES256", first.getPrivateKey(), "k1", claims())))
                    .isPresent();
        }
        assertThat(asked).hasValue(1);
        body.set(set(first, second));
        assertThat(check(tokens, sign("ES256", second.getPrivateKey(), "k2", claims())))
                .as("asked only a moment ago")
                .isEmpty();
        time.advance(java.time.Duration.ofSeconds(30));
        assertThat(check(tokens, sign("ES256", second.getPrivateKey(), "k2", claims())))
                .isPresent();
        for (int i = 0; i < 10; i++) {
            check(tokens, sign("ES256", second.getPrivateKey(), "made-up-" + i, claims()));
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void keysThatCanNotBeHad_areNoAnswer_andThoseOfBefore_goOnCounting() throws Exception {
        var key = key("ES256", "k1");
        var body = new AtomicReference<>("");
        var asked = new AtomicInteger();
        var tokens = tokens(serve(body, asked));
        var token = sign("ES256", key.getPrivateKey(), "k1", claims());
        var failure = new AtomicReference<Throwable>();
        tokens.check(token).whenComplete((ok, why) -> failure.set(why));
        time.run();
        assertThat(failure.get()).hasMessageContaining("tokens can't be checked");
        body.set(set(key));
        time.advance(java.time.Duration.ofSeconds(30));
        var later = sign("ES256", key.getPrivateKey(), "k1", claims());
        assertThat(check(tokens, later)).isPresent();
        for (var bad : List.of("", "x".repeat(300_000), "nonsense", "{}")) {
            body.set(bad);
            time.advance(java.time.Duration.ofMinutes(11));
            var fresh = sign("ES256", key.getPrivateKey(), "k1", claims());
            assertThat(check(tokens, fresh)).isPresent();
            assertThat(check(tokens, fresh)).isPresent();
        }
        assertThat(asked.get()).isGreaterThan(4);
    }
}
