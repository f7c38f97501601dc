package io.nkmedia.core.internal.hook;

import io.nkmedia.api.ApiException;
import io.nkmedia.api.hook.ApiReply;
import io.nkmedia.core.internal.json.Json;
import java.util.Map;
import java.util.Optional;

/** What will be replied, as hooks see it. */
public record Reply(Object value, Optional<ApiException> error, Json json) implements ApiReply {
    public static Reply ok(Object value, Json json) {
        return new Reply(value, Optional.empty(), json);
    }

    public static Reply failed(ApiException why, Json json) {
        return new Reply(Map.of(), Optional.of(why), json);
    }

    @Override
    public Object data() {
        return json.plain(json.tree(value));
    }
}
