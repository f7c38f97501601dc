package io.nkmedia.core.internal.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's hash in the text form that all tools write: bcrypt {@code $2y$…} or {@code $argon2id$v=19$m=…,t=…,p=…$…$…}.
 * It says itself what it costs to check.
 */
final class PasswordHash {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2 = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{21,86})");

    /** 2^14 rounds: some 1 s. */
    private static final int MAX_BCRYPT = 14;

    /** KiB of memory; two log-ins are checked at once. */
    private static final int MAX_MEMORY = 65_536;

    /** KiB times passes: some 1 s. */
    private static final int MAX_WORK = 262_144;

    private static final int MAX_LANES = 16;

    private PasswordHash() {}

    /** What is wrong with a text as a hash; empty if nothing is. */
    static Optional<String> problem(String text) {
        var bcrypt = BCRYPT.matcher(text);
        if (bcrypt.matches()) {
            int cost = Integer.parseInt(bcrypt.group(1));
            return cost < 4 || cost > MAX_BCRYPT
                    ? Optional.of("must have a cost of 4 to " + MAX_BCRYPT)
                    : Optional.empty();
        }
        var argon2 = ARGON2.matcher(text);
        if (!argon2.matches()) {
            return Optional.of("must be a bcrypt or Argon2id hash");
        }
        long memory = number(argon2, 1);
        int lanes = number(argon2, 3);
        boolean fits = memory >= 8L * lanes
                && memory <= MAX_MEMORY
                && lanes >= 1
                && lanes <= MAX_LANES
                && number(argon2, 2) >= 1
                && memory * number(argon2, 2) <= MAX_WORK;
        return fits
                ? Optional.empty()
                : Optional.of("must not cost more than m=" + MAX_MEMORY + ", m*t=" + MAX_WORK + ", p=" + MAX_LANES);
    }

    /** What takes as long to check as another hash, and is nobody's: the same with other content. */
    static String like(String hash) {
        int end = hash.startsWith("$2") ? 7 + 22 : hash.lastIndexOf('$') + 1;
        return hash.substring(0, end) + ".".repeat(hash.length() - end).replace('.', hash.startsWith("$2") ? '.' : 'A');
    }

    static boolean matches(String hash, String password) {
        if (hash.startsWith("$2")) {
            return OpenBSDBCrypt.checkPassword(hash, password.toCharArray());
        }
        var parts = ARGON2.matcher(hash);
        return parts.matches() && argon2(parts, password);
    }

    private static boolean argon2(Matcher parts, String password) {
        var expected = Base64.getDecoder().decode(parts.group(5));
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(number(parts, 1))
                .withIterations(number(parts, 2))
                .withParallelism(number(parts, 3))
                .withSalt(Base64.getDecoder().decode(parts.group(4)))
                .build();
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        var actual = new byte[expected.length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), actual);
        return MessageDigest.isEqual(expected, actual);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
