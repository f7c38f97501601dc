package io.nkmedia.api.hook;

import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandName;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A request of a logged-in client whose command exists. Safe for use by any thread. */
@ProviderType
public interface ApiRequest {
    CommandName command();

    /** Who asks; {@link Caller#any()} is by the roles alone. */
    Caller caller();

    /** The parameters as they came or were changed, not validated yet: strings, numbers, booleans, lists, maps. */
    Map<String, Object> data();
}
