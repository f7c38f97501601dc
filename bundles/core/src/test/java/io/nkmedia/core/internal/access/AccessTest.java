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
            assertThat(Passwords.isHash(hash)).isTrue();
            assertThat(Passwords.isHash("secret")).isFalse();
            assertThat(passwords.hash("secret")).isNotEqualTo(hash);
            var limit = Duration.ofSeconds(10);
            assertThat(Eventually.await(limit, passwords.matches(Optional.of(hash), "secret")))
                    .isTrue();
            assertThat(Eventually.await(limit, passwords.matches(Optional.of(hash), "Secret")))
                    .isFalse();
            assertThat(Eventually.await(limit, passwords.matches(Optional.empty(), "nobody")))
                    .isFalse();
            var longest = "x".repeat(Passwords.MAX_BYTES);
            var longHash = Optional.of(passwords.hash(longest));
            assertThat(Eventually.await(limit, passwords.matches(longHash, longest)))
                    .isTrue();
            assertThat(Eventually.await(limit, passwords.matches(longHash, longest + "y")))
                    .isFalse();
        }
    }

    @Test
    void tenFailuresInAMinute_closeAKeyForTheRestOfIt() {
        var time = new ManualTime();
        var guard = new LoginGuard(time);
        for (int i = 0; i < 10; i++) {
            assertThat(guard.wait("user ann")).isZero();
            guard.failed("user ann");
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(guard.wait("user ann")).isEqualTo(Duration.ofSeconds(50));
        assertThat(guard.wait("user bob")).isZero();
        time.advance(Duration.ofSeconds(51));
        assertThat(guard.wait("user ann")).isZero();
        guard.failed("user ann");
        assertThat(guard.wait("user ann")).isZero();
    }

    @Test
    void success_forgetsFailures_andKeysAreBounded() {
        var time = new ManualTime();
        var guard = new LoginGuard(time);
        for (int i = 0; i < 10; i++) {
            guard.failed("user ann");
        }
        guard.succeeded("user ann");
        assertThat(guard.wait("user ann")).isZero();
        for (int i = 0; i < 10_000; i++) {
            guard.failed("key " + i);
        }
        for (int i = 0; i < 10; i++) {
            guard.failed("one more");
        }
        assertThat(guard.wait("one more")).isZero();
        time.advance(Duration.ofSeconds(61));
        for (int i = 0; i < 10; i++) {
            guard.failed("one more");
        }
        assertThat(guard.wait("one more")).isPositive();
    }
}
