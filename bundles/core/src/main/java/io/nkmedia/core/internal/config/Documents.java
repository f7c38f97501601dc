package io.nkmedia.core.internal.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nkmedia.api.ApiException;
import io.nkmedia.api.CoreError;
import io.nkmedia.api.service.BackendConfig;
import io.nkmedia.core.internal.access.Access;
import io.nkmedia.core.internal.access.Passwords;
import io.nkmedia.core.internal.access.Rule;
import io.nkmedia.core.internal.access.TokenSource;
import io.nkmedia.core.internal.json.Binder;
import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.json.Schema;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document's text to a checked configuration; what is wrong is told by the key's path. */
public final class Documents {
    /** What {@code log.debug} may name. */
    private static final Set<String> LOGGING = Set.of("service", "plugin", "session", "connection");

    private static final String PLUGINS = "plugins";

    private final Json json;
    private final Binder binder;
    private final UnaryOperator<@Nullable String> environment;
    private final Set<String> own;

    public Documents(Json json) {
        this(json, System::getenv);
    }

    /** @param environment values of variables that secrets refer to; null if there is none of a name */
    Documents(Json json, UnaryOperator<@Nullable String> environment) {
        this.json = json;
        this.binder = new Binder(json);
        this.environment = environment;
        own = Schema.fields(ServiceDocument.class).stream()
                .map(field -> String.valueOf(field.get("name")))
                .collect(Collectors.toSet());
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
            PluginChoices choices,
            Map<String, Map<String, Object>> parts) {
        /** Only the name: what is in it may be secret, plugins' keys too. */
        @Override
        public String toString() {
            return "configuration of " + document.name();
        }

        /** The plugins that the service needs: those it lists, and one for each kind of backend. */
        public List<String> plugins() {
            return Stream.concat(choices.listed().stream(), choices.kinds().stream())
                    .distinct()
                    .toList();
        }

        /** Those that are wanted now: none while the service is stopped. */
        public List<String> enabledPlugins() {
            return document.enabled() ? plugins() : List.of();
        }

        /** The engines of a kind. */
        public List<BackendConfig> backendsOf(String kind) {
            return backends.stream()
                    .filter(backend -> backend.kind().equals(kind))
                    .toList();
        }
    }

    /**
     * A document as a tree, with flat names of plugins' keys ({@code sip_domain}) as nested ones ({@code sip.domain}).
     *
     * @throws ApiException {@code syntax_error} if it is no JSON object
     */
    public ObjectNode tree(String text) {
        try {
            if (!(json.parse(text) instanceof ObjectNode tree)) {
                throw CoreError.SYNTAX_ERROR.because("the document is not a JSON object");
            }
            nest(tree, tree.path(PLUGINS));
            return tree;
        } catch (JsonProcessingException e) {
            throw CoreError.SYNTAX_ERROR.because("the document is not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * Plain values as the tree that their text would give: keys of a document, or changes of {@code base}, which says
     * what plugins there are if the values don't.
     */
    public ObjectNode tree(Map<String, Object> values, JsonNode base) {
        try {
            var tree = (ObjectNode) json.parse(json.write(json.tree(values)));
            nest(tree, tree.has(PLUGINS) ? tree.get(PLUGINS) : base.path(PLUGINS));
            return tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what we wrote is not JSON", e);
        }
    }

    private void nest(ObjectNode tree, JsonNode listed) {
        var plugins = new ArrayList<String>();
        listed.forEach(plugin -> plugins.add(plugin.path("name").asText(plugin.asText())));
        var keys = new ArrayList<String>();
        tree.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(key -> own.contains(key) || plugins.contains(key));
        for (var key : keys) {
            var plugin = plugins.stream()
                    .filter(name -> key.startsWith(name + "_"))
                    .max(Comparator.comparingInt(String::length));
            if (plugin.isPresent()) {
                var part = tree.withObjectProperty(plugin.get());
                var nested = key.substring(plugin.get().length() + 1);
                if (part.has(nested)) {
                    throw CoreError.INVALID_VALUE.field(key, "is there twice, flat and nested");
                }
                part.set(nested, tree.remove(key));
            }
        }
    }

    /** @throws ApiException naming the first thing that is wrong */
    public Checked parse(String text) {
        return check(tree(text));
    }

    /**
     * Checks a document. Reads the secrets that it refers to, which may take a while if they are in files.
     *
     * @throws ApiException naming the first thing that is wrong
     */
    public Checked check(ObjectNode given) {
        var tree = given.deepCopy();
        // What the plugins of engines refer to they read by themselves.
        var engines = tree.remove("backends");
        Secrets.resolve(tree, environment);
        if (engines != null) {
            tree.set("backends", engines);
        }
        var unknown = new ArrayList<String>();
        var document = binder.bind(tree, ServiceDocument.class, unknown::add);
        var choices = PluginChoices.of(document);
        var parts = new LinkedHashMap<String, Map<String, Object>>();
        for (var key : unknown) {
            if (!choices.listed().contains(key) || !tree.path(key).isObject()) {
                throw CoreError.INVALID_VALUE.field(key, "is not a key of a service's configuration");
            }
            parts.put(key, json.plainObject(tree.get(key)));
        }
        debug(document.log());
        return new Checked(document, access(document), Engines.of(document), choices, Map.copyOf(parts));
    }

    private static void debug(ServiceDocument.Log log) {
        for (var part : log.debug().keySet()) {
            if (!LOGGING.contains(part)) {
                throw CoreError.INVALID_VALUE.field("log.debug." + part, "is no part that logs");
            }
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
            var listener = document.listeners().get(i);
            known(access, listener.roles(), "listeners[" + i + "].roles");
            web(listener, "listeners[" + i + "].web");
        }
        document.auth().jwt().ifPresent(TokenSource::check);
        return access;
    }

    private static void web(ServiceDocument.Listener listener, String path) {
        listener.web().ifPresent(web -> {
            if (!listener.url().startsWith("ws")) {
                throw CoreError.INVALID_VALUE.field(path, "can only be at a ws or wss listener");
            }
            try {
                if (web.dir().isEmpty() || Path.of(web.dir()).normalize().startsWith("..")) {
                    throw CoreError.INVALID_VALUE.field(path + ".dir", "must be absolute or below the server's own");
                }
            } catch (InvalidPathException noPath) {
                throw CoreError.INVALID_VALUE.field(path + ".dir", "is no path");
            }
        });
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
}
