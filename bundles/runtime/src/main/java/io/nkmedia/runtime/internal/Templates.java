package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.api.service.BackendConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the placeholders of {@link io.nkmedia.api.runtime.EngineSpec}.
 *
 * @param values placeholder, such as {@code port.control}, to its value
 */
record Templates(Map<String, String> values, BackendConfig config) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final String OPTION = "option.";

    /**
     * Fills one in.
     *
     * @param name what an error calls the template
     */
    String fill(String name, String template) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> Matcher.quoteReplacement(value(name, match.group(1))));
    }

    private String value(String name, String placeholder) {
        var value = lookUp(placeholder);
        if (value == null) {
            throw new RuntimeUnavailable("unknown placeholder ${" + placeholder + "} in " + name);
        }
        return value;
    }

    private @Nullable String lookUp(String placeholder) {
        return placeholder.startsWith(OPTION)
                ? config.option(placeholder.substring(OPTION.length()))
                : values.get(placeholder);
    }
}
