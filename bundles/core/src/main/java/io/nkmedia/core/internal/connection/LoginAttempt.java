package io.nkmedia.core.internal.connection;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.access.LoginGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to log in, as it counts against those who guess (protocol.md §4.1). What might be guessed is counted before
 * it is decided about, a token only if it was wrong: however many with good ones come at once, none is in another's way.
 * Whoever has the resume token of a session is counted at that session alone. Safe for use by any thread.
 */
final class LoginAttempt {
    private final LoginGuard guard;
    private final String origin;
    private final Optional<String> name;
    private final boolean guess;

    private LoginAttempt(LoginGuard guard, String origin, Optional<String> name, boolean guess) {
        this.guard = guard;
        this.origin = origin;
        this.name = name;
        this.guess = guess;
    }

    /** @param session the one that the client has the resume token of */
    static LoginAttempt of(LoginGuard guard, LoginRequest request, String address, Optional<String> session) {
        boolean guess = request.password().isPresent() || request.token().isEmpty();
        return session.map(id -> new LoginAttempt(guard, "session " + id, Optional.empty(), guess))
                .orElseGet(() -> new LoginAttempt(
                        guard,
                        LoginGuard.addressKey(address),
                        Optional.of(request.user())
                                .filter(user -> !user.isEmpty())
                                .map(user -> "user " + user),
                        guess));
    }

    /** Throws {@code too_many_requests} if others like it have failed too often. */
    void check() {
        var wait = keys().stream().map(guard::wait).max(Duration::compareTo).orElseThrow();
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
    }

    private List<String> keys() {
        return name.map(user -> List.of(origin, user)).orElse(List.of(origin));
    }

    /** Somebody is about to decide; those who wait for that are not counted yet. Throws {@code too_many_requests}. */
    void begins() {
        if (guess) {
            count();
        }
    }

    private void count() {
        var wait = guard.reserve(origin);
        if (wait.isZero() && name.isPresent()) {
            wait = guard.reserve(name.get());
            if (!wait.isZero()) {
                guard.givenBack(origin);
            }
        }
        if (!wait.isZero()) {
            throw tooMany(wait);
        }
    }

    /** @param proven whether what was given along proves the name: a guest or a token proves nothing about it */
    void succeeded(boolean proven) {
        if (guess) {
            keys().forEach(guard::givenBack);
        }
        if (proven) {
            name.ifPresent(guard::succeeded);
        }
    }

    void failed() {
        if (!guess) {
            keys().forEach(guard::reserve);
        }
    }

    static ApiException tooMany(Duration wait) {
        return CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", Math.max(1, wait.toMillis()));
    }
}
