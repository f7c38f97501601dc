package io.nkmedia.core.internal.access;

import io.nkmedia.api.command.CommandName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles of a service: deny wins over allow, no rule means denied. Immutable. */
public final class Access {
    /** What a caller may do with a command. */
    public enum Grant {
        DENIED,
        /** Only with objects of its own. */
        OWN,
        ANY
    }

    /** A role's rules. */
    public record Role(List<Rule> allow, List<Rule> deny) {}

    /** What each logged-in connection may do, whatever its roles. */
    private static final List<Rule> EVERYBODY = rules(
            "core/core/*:own",
            "core/user/login:own",
            "core/user/logout:own",
            "core/session/stop:own",
            "core/api/describe:own");

    private final Map<String, Role> roles;

    /** The built-in roles with those of a service's configuration on top. */
    public Access(Map<String, Role> configured) {
        var all = new LinkedHashMap<>(builtIn());
        all.putAll(configured);
        roles = Map.copyOf(all);
    }

    public boolean knows(String role) {
        return roles.containsKey(role);
    }

    /** Whether it is a command that every logged-in client may use. */
    public static boolean isFree(CommandName name) {
        return EVERYBODY.stream().anyMatch(rule -> rule.matches(name));
    }

    /** What these roles together may do with this command. */
    public Grant grant(Set<String> roleNames, CommandName name) {
        var rules = new ArrayList<>(EVERYBODY);
        for (var roleName : roleNames) {
            var role = roles.get(roleName);
            if (role != null) {
                if (role.deny().stream().anyMatch(rule -> rule.matches(name))) {
                    return Grant.DENIED;
                }
                rules.addAll(role.allow());
            }
        }
        var grant = Grant.DENIED;
        for (var rule : rules) {
            if (rule.matches(name)) {
                if (rule.any()) {
                    return Grant.ANY;
                }
                grant = Grant.OWN;
            }
        }
        return grant;
    }

    private static Map<String, Role> builtIn() {
        return Map.of(
                "admin", new Role(rules("*/*/*:any"), List.of()),
                "manager",
                        new Role(
                                rules(
                                        "media/*/*:any",
                                        "core/user/*:any",
                                        "core/session/*:any",
                                        "core/event/*:any",
                                        "core/callback/*:any"),
                                List.of()),
                "user",
                        new Role(
                                rules(
                                        "media/session/*:own",
                                        "media/call/*:own",
                                        "core/event/subscribe:own",
                                        "core/event/unsubscribe:own",
                                        "core/event/get_subscriptions:own",
                                        "core/session/log:own"),
                                List.of()),
                "listener", new Role(rules("media/session/*:own"), List.of()),
                "monitor",
                        new Role(
                                rules(
                                        "*/*/get*:any",
                                        "*/*/list:any",
                                        "core/event/subscribe:any",
                                        "core/event/unsubscribe:any"),
                                List.of()));
    }

    private static List<Rule> rules(String... texts) {
        return List.of(texts).stream().map(Rule::parse).toList();
    }
}
