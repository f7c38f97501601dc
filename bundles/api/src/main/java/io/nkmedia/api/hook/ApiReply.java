package io.nkmedia.api.hook;

import io.nkmedia.api.ApiException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What will be replied: data or an error. Safe for use by any thread. */
@ProviderType
public interface ApiReply {
    /** The reply's data as maps, lists, strings, numbers and booleans; an empty map if it is an error. */
    Object data();

    Optional<ApiException> error();
}
