package io.nkmedia.core.internal.access;

import io.nkmedia.api.command.CommandName;

/**
 * {@code class/subclass/cmd:scope} with {@code *} for a part or at the end of one: what a role may do, or may not.
 *
 * @param any whether the objects of others are meant too
 */
public record Rule(CommandName pattern, boolean any) {
    /** @throws IllegalArgumentException if it isn't a rule */
    public static Rule parse(String text) {
        var colon = text.lastIndexOf(':');
        var scope = colon < 0 ? "own" : text.substring(colon + 1);
        if (!scope.equals("own") && !scope.equals("any")) {
            throw new IllegalArgumentException("scope must be own or any: " + text);
        }
        return new Rule(CommandName.parse(colon < 0 ? text : text.substring(0, colon)), scope.equals("any"));
    }

    boolean matches(CommandName name) {
        return matches(pattern.commandClass(), name.commandClass())
                && matches(pattern.subclass(), name.subclass())
                && matches(pattern.cmd(), name.cmd());
    }

    private static boolean matches(String pattern, String text) {
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(text);
    }
}
