package io.nkmedia.core.internal.access;

import io.nkmedia.api.CoreError;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Salted password hashes (bcrypt). Hashing is slow on purpose, so it has two threads of its own and a bounded queue: at
 * 1000 waiting log-ins the next gets {@code too_many_requests}.
 */
public final class Passwords implements AutoCloseable {
    /** 2^10 rounds: some 60 ms. */
    public static final int COST = 10;

    /** bcrypt looks at no more than 72 bytes. */
    public static final int MAX_BYTES = 72;

    private static final int GENERATED_BYTES = 15;
    private static final int THREADS = 2;
    private static final int WAITING = 1000;

    /** The most rounds that a hash may ask for, 2^14: some 1 s. */
    public static final int MAX_COST = 14;

    /** By cost, compared against when there is no such user, so that the answer takes the same time. */
    private final Map<Integer, String> nobody = new ConcurrentHashMap<>();

    private final SecureRandom random = new SecureRandom();
    private final Executor pool;
    private final Runnable closing;

    /** With threads of its own. */
    public Passwords() {
        var threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    var thread = new Thread(task, "nkmedia-passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        pool = threads;
        closing = threads::shutdownNow;
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
        return hash(password, COST);
    }

    private String hash(String password, int cost) {
        var salt = new byte[16];
        random.nextBytes(salt);
        return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, cost);
    }

    /** Whether a text is a hash that {@link #matches} understands. */
    public static boolean isHash(String text) {
        return text.matches("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    }

    /** The cost of a hash: the logarithm of its rounds. */
    public static int cost(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }

    /**
     * Checks a password on the pool of this object.
     *
     * @param hash empty if there is no such user: the answer is no, after the same time
     * @param like of which cost the answer to nobody is
     * @param before called right before it is checked; what it throws fails the check
     */
    public CompletionStage<Boolean> matches(Optional<String> hash, int like, String password, Runnable before) {
        return onPool(() -> {
            before.run();
            boolean fits = StandardCharsets.UTF_8.newEncoder().canEncode(password)
                    && password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
            var against = hash.orElseGet(() -> nobody.computeIfAbsent(like, cost -> hash("nobody", cost)));
            boolean same = OpenBSDBCrypt.checkPassword(against, (fits ? password : "").toCharArray());
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
