package io.nkmedia.core.internal.access;

import io.nkmedia.api.CoreError;
import io.nkmedia.core.internal.aside.Aside;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Salted password hashes: bcrypt or Argon2id are checked, bcrypt is made. Hashing is slow on purpose, so it has two
 * threads of its own and a bounded queue: at 1000 waiting log-ins the next gets {@code too_many_requests}.
 */
public final class Passwords implements AutoCloseable {
    /** 2^10 rounds: some 60 ms. */
    public static final int COST = 10;

    /** bcrypt looks at no more than 72 bytes. */
    public static final int MAX_BYTES = 72;

    /** A hash of nobody, as costly as those that are made here. */
    public static final String LIKE = "$2y$10$" + ".".repeat(53);

    private static final int GENERATED_BYTES = 15;
    private static final int THREADS = 2;
    private static final int WAITING = 1000;

    private final SecureRandom random = new SecureRandom();
    private final Executor pool;
    private final Runnable closing;

    /** With threads of its own. */
    public Passwords() {
        var threads = new Aside("nkmedia-passwords", THREADS, WAITING);
        pool = threads;
        closing = threads::close;
    }

    /** On the threads of somebody else, such as a test's. */
    public Passwords(Executor pool) {
        this.pool = pool;
        closing = () -> {};
    }

    /** A new password that nobody can guess. */
    public String generated() {
        var bytes = new byte[GENERATED_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The hash of a new password. Slow. */
    public String hash(String password) {
        var salt = new byte[16];
        random.nextBytes(salt);
        return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST);
    }

    /** What is wrong with a text as a hash that {@link #matches} takes, cost included; empty if nothing is. */
    public static Optional<String> problem(String hash) {
        return PasswordHash.problem(hash);
    }

    /**
     * Checks a password on the pool of this object.
     *
     * @param hash empty if there is no such user: the answer is no, after the same time
     * @param like a hash that costs what the answer to nobody costs
     * @param before called right before it is checked; what it throws fails the check
     */
    public CompletionStage<Boolean> matches(Optional<String> hash, String like, String password, Runnable before) {
        return onPool(() -> {
            before.run();
            boolean fits = StandardCharsets.UTF_8.newEncoder().canEncode(password)
                    && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
            var against = hash.orElseGet(() -> PasswordHash.like(like));
            boolean same = PasswordHash.matches(against, fits ? password : "");
            return same && hash.isPresent() && fits;
        });
    }

    private CompletionStage<Boolean> onPool(Supplier<Boolean> check) {
        try {
            return CompletableFuture.supplyAsync(check, pool);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(
                    CoreError.TOO_MANY_REQUESTS.error().with("retry_after_ms", 1000));
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
