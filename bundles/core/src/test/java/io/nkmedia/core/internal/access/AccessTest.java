package io.nkmedia.core.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.command.CommandName;
import io.nkmedia.testing.Eventually;
import io.nkmedia.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** protocol.md §4.4. */
class AccessTest {
    private static final Access.Role RECORDER =
            new Access.Role(List.of(Rule.parse("media/rec*/*:any")), List.of(Rule.parse("media/session/destroy:any")));

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource({
        "admin, core/backend/restart, ANY",
        "admin, anything/at/all, ANY",
        "manager, media/session/create, ANY",
        "manager, core/user/get, ANY",
        "manager, core/backend/get_list, DENIED",
        "user, media/session/create, OWN",
        "user, core/event/subscribe, OWN",
        "user, core/event/send, DENIED",
        "user, core/user/list, DENIED",
        "listener, media/session/create, OWN",
        "listener, core/event/subscribe, DENIED",
        "monitor, media/session/get_info, ANY",
        "monitor, core/user/list, ANY",
        "monitor, core/event/subscribe, ANY",
        "monitor, media/session/create, DENIED",
        "monitor, media/session/destroy, DENIED",
        "nobody, core/core/ping, OWN",
        "nobody, core/user/logout, OWN",
        "nobody, core/api/describe, OWN",
        "nobody, media/session/create, DENIED",
        "user+recorder, media/recording/delete, ANY",
        "user+recorder, media/session/destroy, DENIED",
        "user+recorder, media/session/create, OWN",
        "admin+recorder, media/session/destroy, DENIED"
    })
    void roles_grant(String roles, String command, Access.Grant grant) {
        var access = new Access(Map.of("recorder", RECORDER));
        assertThat(access.grant(Set.of(roles.split("\\+")), CommandName.parse(command)))
                .isEqualTo(grant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"media/session", "media/session/create/now", "media/session/create:all", ""})
    void whatIsNoRule_isRefused(String text) {
        assertThatThrownBy(() -> Rule.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleWithoutScope_isAboutOwnObjects() {
        assertThat(Rule.parse("media/session/*").any()).isFalse();
    }

    @Test
    void passwords_matchTheirHash_only() {
        try (var passwords = new Passwords()) {
            var hash = passwords.hash("secret");
            assertThat(Passwords.problem(hash)).isEmpty();
            assertThat(Passwords.problem("secret")).isPresent();
            assertThat(passwords.hash("secret")).isNotEqualTo(hash);
            var limit = Duration.ofSeconds(10);
            assertThat(Eventually.await(
                            limit, passwords.matches(Optional.of(hash), Passwords.LIKE, "secret", () -> {})))
                    .isTrue();
            assertThat(Eventually.await(
                            limit, passwords.matches(Optional.of(hash), Passwords.LIKE, "Secret", () -> {})))
                    .isFalse();
            assertThat(Eventually.await(limit, passwords.matches(Optional.empty(), Passwords.LIKE, "nobody", () -> {})))
                    .isFalse();
            var longest = "x".repeat(Passwords.MAX_BYTES);
            var longHash = Optional.of(passwords.hash(longest));
            assertThat(Eventually.await(limit, passwords.matches(longHash, Passwords.LIKE, longest, () -> {})))
                    .isTrue();
            assertThat(Eventually.await(limit, passwords.matches(longHash, Passwords.LIKE, longest + "y", () -> {})))
                    .isFalse();
        }
    }

    @Test
    void tenFailuresInAMinute_closeAKeyForTheRestOfIt() {
        var time = new ManualTime();
        var guard = new LoginGuard(time);
        for (int i = 0; i < 10; i++) {
            assertThat(guard.wait("user ann")).isZero();
            guard.reserve("user ann");
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(guard.wait("user ann")).isEqualTo(Duration.ofSeconds(50));
        assertThat(guard.wait("user bob")).isZero();
        time.advance(Duration.ofSeconds(51));
        assertThat(guard.wait("user ann")).isZero();
        guard.reserve("user ann");
        assertThat(guard.wait("user ann")).isZero();
    }

    @Test
    void success_forgetsFailures_andKeysAreBounded() {
        var time = new ManualTime();
        var guard = new LoginGuard(time);
        for (int i = 0; i < 10; i++) {
            guard.reserve("user ann");
        }
        guard.succeeded("user ann");
        assertThat(guard.wait("user ann")).isZero();
        for (int i = 0; i < 10_000; i++) {
            guard.reserve("key " + i);
        }
        for (int i = 0; i < 10; i++) {
            guard.reserve("one more");
        }
        assertThat(guard.wait("one more")).isZero();
        time.advance(Duration.ofSeconds(61));
        for (int i = 0; i < 10; i++) {
            guard.reserve("one more");
        }
        assertThat(guard.wait("one more")).isPositive();
    }

    @Test
    void anAttemptCountsBeforeItIsMade_andIsGivenBackIfItSucceeds() {
        var guard = new LoginGuard(new ManualTime());
        for (int i = 0; i < 10; i++) {
            assertThat(guard.reserve("user ann")).isZero();
        }
        assertThat(guard.reserve("user ann")).isEqualTo(Duration.ofMinutes(1));
        guard.givenBack("user ann");
        assertThat(guard.reserve("user ann")).isZero();
    }

    @Test
    void addressesOfOneIpv6Network_areOneKey() {
        assertThat(LoginGuard.addressKey("2001:db8::1")).isEqualTo(LoginGuard.addressKey("2001:db8::ffff:2%eth0"));
        assertThat(LoginGuard.addressKey("2001:db8::1")).isNotEqualTo(LoginGuard.addressKey("2001:db8:0:1::1"));
        assertThat(LoginGuard.addressKey("192.0.2.1")).isNotEqualTo(LoginGuard.addressKey("192.0.2.2"));
    }
}
