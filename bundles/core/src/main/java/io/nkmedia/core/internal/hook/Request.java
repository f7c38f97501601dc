package io.nkmedia.core.internal.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.nkmedia.api.command.Caller;
import io.nkmedia.api.command.CommandName;
import io.nkmedia.api.hook.ApiRequest;
import io.nkmedia.core.internal.json.Json;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as hooks see it; its parameters become plain values only when one looks. */
public final class Request implements ApiRequest {
    private final Caller caller;
    private final JsonNode given;
    private final Json json;
    private volatile @Nullable Map<String, Object> data;

    public Request(Caller caller, JsonNode given, Json json) {
        this.caller = caller;
        this.given = given;
        this.json = json;
    }

    @Override
    public CommandName command() {
        return caller.command();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public Map<String, Object> data() {
        var known = data;
        if (known == null) {
            known = Collections.unmodifiableMap(json.plainObject(given));
            data = known;
        }
        return known;
    }

    /** The parameters as a tree. */
    public JsonNode tree() {
        return given;
    }

    Request with(Map<String, Object> changed) {
        return new Request(caller, json.tree(changed), json);
    }
}
