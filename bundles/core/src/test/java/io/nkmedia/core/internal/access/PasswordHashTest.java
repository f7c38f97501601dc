package io.nkmedia.core.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.ApiException;
import io.nkmedia.core.internal.config.Documents;
import io.nkmedia.core.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** services.md §2.2: bcrypt and Argon2id hashes, and none that would take minutes. */
class PasswordHashTest {
    private static final String REST = ".".repeat(53);

    /** The test vector of the reference implementation for argon2id, v=19. */
    private static final String VECTOR =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$" + "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private static String argon2(String password) {
        var salt = "somesalt".getBytes(StandardCharsets.UTF_8);
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(64)
                .withIterations(1)
                .withParallelism(2)
                .withSalt(salt)
                .build());
        var hash = new byte[32];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=64,t=1,p=2$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Test
    void argon2_isChecked_asTheReferenceMakesIt() {
        assertThat(PasswordHash.problem(VECTOR)).isEmpty();
        assertThat(PasswordHash.matches(VECTOR, "password")).isTrue();
        assertThat(PasswordHash.matches(VECTOR, "Password")).isFalse();
        assertThat(PasswordHash.matches(argon2("pw"), "pw")).isTrue();
        assertThat(PasswordHash.matches(argon2("pw"), "")).isFalse();
    }

    @Test
    void aHashOfNobody_costsTheSame_andFitsNothing() {
        for (var hash : new String[] {argon2("pw"), "$2y$04$" + REST}) {
            var nobody = PasswordHash.like(hash);
            assertThat(PasswordHash.problem(nobody)).isEmpty();
            assertThat(nobody.substring(0, nobody.lastIndexOf('$')))
                    .isEqualTo(hash.substring(0, hash.lastIndexOf('$')));
            assertThat(PasswordHash.matches(nobody, "pw")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "",
                "$2y$15$.....................................................",
                "$2y$03$.....................................................",
                "$2y$99$.....................................................",
                "$2x$10$.....................................................",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65537,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=5,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=1,p=17$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void hashesThatAreNone_orCostTooMuch_areRefusedInTheConfiguration(String hash) {
        assertThatThrownBy(() -> new Documents(new Json())
                        .parse("{\"name\":\"demo\",\"auth\":{\"users\":[{\"user\":\"a\",\"password_hash\":\"" + hash
                                + "\"}]}}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("auth.users[0].password_hash");
    }
}
