package io.nkmedia.runtime.internal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Fresh random names and secrets. The alphabet needs no quoting in any engine's configuration. */
final class Secrets {
    private static final int SECRET_BYTES = 24;
    private static final int ID_BYTES = 6;

    private final SecureRandom random = new SecureRandom();

    /** 192 bits for each name. */
    Map<String, String> fresh(Collection<String> names) {
        var secrets = new HashMap<String, String>();
        names.forEach(name -> secrets.put(name, secret()));
        return secrets;
    }

    String id() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String secret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
