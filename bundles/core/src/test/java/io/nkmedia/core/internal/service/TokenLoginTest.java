package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** protocol.md §4.1: log-in by token, as a client sees it. */
class TokenLoginTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final World world =
            new World("{\"auth\":{\"jwt\":{\"secret\":\"" + SECRET + "\",\"algorithms\":[\"HS256\"]}}}");

    private String token(String user, String audience, String... roles) throws JoseException {
        var claims = new JwtClaims();
        claims.setSubject(user);
        claims.setAudience(audience);
        claims.setExpirationTime(NumericDate.fromSeconds(world.time.now().getEpochSecond() + 60));
        claims.setStringListClaim("nkmedia_roles", roles);
        var token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("HS256");
        token.setPayload(claims.toJson());
        token.setKey(new HmacKey(SECRET.getBytes(StandardCharsets.UTF_8)));
        return token.getCompactSerialization();
    }

    private static JsonNode login(Talk talk, String token, String more) {
        return talk.ask("core/user/login", "{\"token\":\"" + token + "\"" + more + "}");
    }

    @Test
    void aToken_logsIn_withItsRoles_andResumesWithAnotherOne() throws JoseException {
        var talk = new Talk(world, "c1");
        var reply = login(talk, token("eve@example.com", "demo", "manager"), ",\"session_id\":\"session-e\"");
        assertThat(reply.path("data").path("user").asText()).isEqualTo("eve@example.com");
        assertThat(reply.path("data").path("roles").toString()).isEqualTo("[\"manager\"]");
        assertThat(talk.ask("core/user/list", "{}").path("data").has("eve@example.com"))
                .isTrue();
        assertThat(talk.ask("core/user/get", "{\"user\":\"eve@example.com\"}").toString())
                .doesNotContain("token");
        talk.socket.lose(1006);
        world.time.run();
        var again = new Talk(world, "c2");
        var resumed = login(
                again,
                token("eve@example.com", "demo", "user"),
                ",\"session_id\":\"session-e\",\"resume_token\":\"" + Talk.token(reply) + "\"");
        assertThat(resumed.path("data").path("resumed").asBoolean()).isTrue();
        assertThat(resumed.path("data").path("roles").toString()).isEqualTo("[\"user\"]");
        assertThat(Talk.error(again.ask("core/user/list", "{}"))).isEqualTo("unauthorized");
    }

    @Test
    void aWrongToken_isAnsweredAsAWrongPasswordIs_andAsLate() throws JoseException {
        var byToken = new Talk(world, "c1", "192.0.2.1");
        var byPassword = new Talk(world, "c2", "192.0.2.2");
        for (int i = 0; i < 3; i++) {
            login(byToken, token("eve", "another"), "");
            byPassword.ask("core/user/login", "{\"user\":\"ann\",\"password\":\"no\"}");
            world.time.advance(Duration.ofMillis(100L << i).minusMillis(1));
            assertThat(byToken.reply(byToken.lastTid()).isMissingNode()).isTrue();
            assertThat(byPassword.reply(byPassword.lastTid()).isMissingNode()).isTrue();
            world.time.advance(Duration.ofMillis(1));
            assertThat(byToken.reply(byToken.lastTid())).isEqualTo(byPassword.reply(byPassword.lastTid()));
        }
    }

    @Test
    void aTokenOfSomebodyElseThanTheUserThatIsNamed_isRefused_andResetsNobodysCount() throws JoseException {
        var talk = new Talk(world, "c1");
        login(talk, token("eve", "demo"), ",\"user\":\"ann\"");
        world.time.advance(Duration.ofMillis(100));
        assertThat(Talk.error(talk.reply(talk.lastTid()))).isEqualTo("unauthorized");
    }

    @Test
    void whenTokensAreNotTakenAnyMore_thoseWhoCameByThem_mayDoNothing() throws JoseException {
        var talk = new Talk(world, "c1");
        login(talk, token("eve", "demo", "manager"), "");
        world.reconfigure("{}");
        assertThat(Talk.error(talk.ask("core/user/list", "{}"))).isEqualTo("unauthorized");
    }

    @Test
    void oneWhoseAddressHasFailedTooOften_isNotLetInByTokenEither() throws JoseException {
        for (int i = 0; i < 10; i++) {
            login(new Talk(world, "c" + i), "nonsense", "");
        }
        var reply = login(new Talk(world, "last"), token("eve", "demo"), "");
        assertThat(Talk.error(reply)).isEqualTo("too_many_requests");
    }

    @Test
    void rolesThatAServiceGetsLater_countInTokensToo() throws JoseException {
        var before = login(new Talk(world, "c1"), token("eve", "demo", "guard"), "");
        assertThat(before.path("data").path("roles").toString()).isEqualTo("[]");
        world.reconfigure("{\"auth\":{\"jwt\":{\"secret\":\"" + SECRET + "\",\"algorithms\":[\"HS256\"]}},"
                + "\"roles\":{\"guard\":{\"allow\":[\"core/user/list:any\"]}}}");
        var talk = new Talk(world, "c2", "192.0.2.9");
        var reply = login(talk, token("eve", "demo", "guard"), "");
        assertThat(reply.path("data").path("roles").toString()).isEqualTo("[\"guard\"]");
    }
}
