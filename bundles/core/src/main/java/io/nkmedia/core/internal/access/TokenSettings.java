package io.nkmedia.core.internal.access;

import io.nkmedia.api.command.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which signed tokens let their subject in, with the roles of the claim nkmedia_roles. */
public record TokenSettings(
        @Field(value = "Where the signer's public keys are (a JWKS): https, or http on this machine", max = 2048)
        Optional<String> jwksUrl,

        @Field(value = "The signer's public keys themselves, as JWKs", byDefault = "[]", max = 16)
        List<Map<String, Object>> keys,

        @Field(value = "Shared secret, for HS256 only; at least 32 characters", max = 1024)
        Optional<String> secret,

        @Field(value = "What iss must be; any without it", max = 1024)
        Optional<String> issuer,

        @Field(value = "What aud must name; the service's name without it", max = 1024)
        Optional<String> audience,

        @Field(value = "RS256, ES256, EdDSA, HS256", byDefault = "[\"RS256\", \"ES256\", \"EdDSA\"]", min = 1, max = 4)
        List<String> algorithms) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenSettings[jwksUrl=" + jwksUrl + ", keys=" + keys.size() + ", issuer=" + issuer + ", audience="
                + audience + ", algorithms=" + algorithms + "]";
    }
}
