package io.nkmedia.core.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.access.Rule;
import io.nkmedia.core.internal.access.TokenSource;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A document's text to a checked configuration; what is wrong is told by the key's path. */
public final class Documents {
    private final Json json;
    private final Binder binder;

    public Documents(Json json) {
        this.json = json;
        this.binder = new Binder(json);
    }

    /**
     * A checked document.
     *
     * @param parts the plugins' own parts, by plugin
     */
    public record Checked(
            ServiceDocument document,
            Access access,
            List<BackendConfig> backends,
            Map<String, Map<String, Object>> parts) {
        /** The plugins that the service needs: those it lists, and one for each kind of backend. */
        public List<String> plugins() {
            var names = new ArrayList<>(document.plugins());
            backends.stream().map(BackendConfig::kind).distinct().forEach(names::add);
            return names;
        }
    }

    /** @throws ApiException naming the first thing that is wrong */
    public Checked parse(String text) {
        try {
            var tree = json.parse(text);
            var unknown = new ArrayList<String>();
            var document = binder.bind(tree, ServiceDocument.class, unknown::add);
            var parts = new LinkedHashMap<String, Map<String, Object>>();
            for (var key : unknown) {
                if (!document.plugins().contains(key) || !tree.path(key).isObject()) {
                    throw CoreError.INVALID_VALUE.field(key, "is not a key of a service's configuration");
                }
                parts.put(key, json.plainObject(tree.get(key)));
            }
            return new Checked(document, access(document), backends(document), Map.copyOf(parts));
        } catch (JsonProcessingException e) {
            throw CoreError.SYNTAX_ERROR.because("the document is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Access access(ServiceDocument document) {
        var roles = new LinkedHashMap<String, Access.Role>();
        document.roles()
                .forEach((name, role) -> roles.put(
                        name,
                        new Access.Role(
                                rules(role.allow(), "roles." + name + ".allow"),
                                rules(role.deny(), "roles." + name + ".deny"))));
        var access = new Access(roles);
        var names = new HashSet<String>();
        int index = 0;
        for (var user : document.auth().users()) {
            var path = "auth.users[" + index++ + "]";
            if (!names.add(user.user())) {
                throw CoreError.INVALID_VALUE.field(path + ".user", "is there twice");
            }
            var problem = Passwords.problem(user.passwordHash());
            if (problem.isPresent()) {
                throw CoreError.INVALID_VALUE.field(path + ".password_hash", problem.get());
            }
            known(access, user.roles(), path + ".roles");
        }
        known(access, document.auth().guests().roles(), "auth.guests.roles");
        for (int i = 0; i < document.listeners().size(); i++) {
            known(access, document.listeners().get(i).roles(), "listeners[" + i + "].roles");
        }
        document.auth().jwt().ifPresent(TokenSource::check);
        return access;
    }

    private static void known(Access access, List<String> roles, String path) {
        if (!roles.stream().allMatch(access::knows)) {
            throw CoreError.INVALID_VALUE.field(path, "names an unknown role");
        }
    }

    private static List<Rule> rules(List<String> texts, String path) {
        try {
            return texts.stream().map(Rule::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CoreError.INVALID_VALUE.field(path, "is no list of rules: " + e.getMessage());
        }
    }

    private static List<BackendConfig> backends(ServiceDocument document) {
        var backends = new ArrayList<BackendConfig>();
        var names = new HashSet<String>();
        int index = 0;
        for (var given : document.backends()) {
            var entry = new LinkedHashMap<>(given);
            entry.values().removeIf(Objects::isNull);
            var path = "backends[" + index++ + "]";
            var kind = text(entry, "kind", "", path);
            var name = text(entry, "name", kind, path);
            if (!names.add(name)) {
                throw CoreError.INVALID_VALUE.field(path + ".name", "is there twice: give each backend its own");
            }
            backends.add(new BackendConfig(kind, name, text(entry, "runtime", "auto", path), entry));
        }
        return List.copyOf(backends);
    }

    private static String text(Map<String, Object> entry, String key, String byDefault, String path) {
        var value = entry.getOrDefault(key, byDefault);
        if (!(value instanceof String text) || !text.matches("[a-z][a-z0-9_-]{0,31}")) {
            throw value.equals("")
                    ? CoreError.MISSING_FIELD.field(path + "." + key)
                    : CoreError.INVALID_VALUE.field(path + "." + key, "must match [a-z][a-z0-9_-]{0,31}");
        }
        return text;
    }
}
