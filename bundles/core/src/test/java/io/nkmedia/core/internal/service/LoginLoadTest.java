package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A flood of wrong log-ins is bounded, and others work meanwhile (protocol.md §4.1, A-27). */
class LoginLoadTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void tenThousandWrongLogins_fromOneAddress_cost10Checks_andOthersWork() {
        var world = new World("{}");
        var other = new Talk(world, "good", "198.51.100.1");
        var refused = new AtomicInteger();
        for (int i = 0; i < 2_000; i++) {
            var bad = new Talk(world, "bad" + i);
            for (int n = 0; n < 5; n++) {
                var reply = bad.ask("core/user/login", "{\"user\":\"nobody%d\",\"password\":\"no\"}".formatted(i));
                if (Talk.error(reply).equals("too_many_requests")) {
                    refused.incrementAndGet();
                }
            }
            bad.socket.lose(1006);
        }
        world.time.run();
        assertThat(refused.get()).isGreaterThan(9_900);
        assertThat(other.login("ann", "").path("result").asText()).isEqualTo("ok");
        assertThat(other.ask("core/core/ping", "{}").path("result").asText()).isEqualTo("ok");
    }

    @Test
    void tenThousandChecksAtOnce_haveTwoThreads_aBoundedQueue_andTheRestIsToldToComeLater() {
        try (var passwords = new Passwords()) {
            var hash = Optional.of("$2y$04$" + ".".repeat(53));
            var all = new ArrayList<CompletableFuture<Boolean>>();
            for (int i = 0; i < 10_000; i++) {
                all.add(passwords.matches(hash, hash.get(), "no", () -> {}).toCompletableFuture());
            }
            var tooMany = all.stream()
                    .filter(CompletableFuture::isCompletedExceptionally)
                    .count();
            assertThat(tooMany).isGreaterThan(0);
            var failed = new AtomicInteger();
            all.forEach(each -> each.whenComplete((no, why) -> {
                if (why != null) {
                    failed.incrementAndGet();
                    var cause = why instanceof CompletionException ? why.getCause() : why;
                    assertThat(((ApiException) cause).code()).isEqualTo(CoreError.TOO_MANY_REQUESTS);
                }
            }));
            Eventually.await(
                    LIMIT,
                    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                            .handle((ok, why) -> ""));
            assertThat(all).allMatch(CompletableFuture::isDone);
            assertThat(failed.get()).isEqualTo((int) tooMany);
        }
    }
}
