package io.nkmedia.core.internal.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Users in a document: each gives another document. Pure functions. */
final class UserEdit {
    private UserEdit() {}

    static boolean knows(JsonNode document, String user) {
        return find(users(document), user).isPresent();
    }

    /** What isn't given stays as it is. */
    static ObjectNode set(
            ObjectNode document, String user, Optional<String> passwordHash, Optional<List<String>> roles) {
        var next = document.deepCopy();
        var users = next.withObjectProperty("auth").withArrayProperty("users");
        var changed = find(users, user).orElseGet(() -> users.addObject().put("user", user));
        passwordHash.ifPresent(hash -> changed.put("password_hash", hash));
        roles.ifPresent(names -> {
            var list = changed.putArray("roles");
            names.forEach(list::add);
        });
        return next;
    }

    /** @throws ApiException {@code user_not_found} */
    static ObjectNode without(ObjectNode document, String user) {
        var next = document.deepCopy();
        var rest = JsonNodeFactory.instance.arrayNode();
        users(next).forEach(each -> {
            if (!each.path("user").asText().equals(user)) {
                rest.add(each);
            }
        });
        if (rest.size() == users(next).size()) {
            throw CoreError.USER_NOT_FOUND.field("user");
        }
        next.withObjectProperty("auth").set("users", rest);
        return next;
    }

    /** What is wrong with a user is wrong with the request. */
    static <T> T checked(Supplier<T> check) {
        try {
            return check.get();
        } catch (ApiException wrong) {
            throw wrong.field().filter(path -> path.endsWith(".roles")).isPresent()
                    ? CoreError.INVALID_VALUE.field("roles", "names an unknown role")
                    : wrong;
        }
    }

    private static JsonNode users(JsonNode document) {
        return document.path("auth").path("users");
    }

    private static Optional<ObjectNode> find(JsonNode users, String user) {
        for (var each : users) {
            if (each.path("user").asText().equals(user)) {
                return Optional.of((ObjectNode) each);
            }
        }
        return Optional.empty();
    }
}
