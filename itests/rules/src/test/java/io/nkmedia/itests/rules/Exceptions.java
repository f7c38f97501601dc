package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Places where a rule doesn't hold, each with its reason. One that isn't needed any longer fails: else it would let the
 * next one through.
 */
record Exceptions(Map<String, String> reasons) {
    static final Exceptions NONE = new Exceptions(Map.of());

    /** @param advice what to do instead */
    void check(List<Call> calls, String advice) {
        assertThat(calls.stream().filter(call -> !reasons.containsKey(call.key())))
                .as(advice)
                .isEmpty();
        var unused = new TreeSet<>(reasons.keySet());
        calls.forEach(call -> unused.remove(call.key()));
        assertThat(unused)
                .as("exceptions that nothing needs: take them out of the test")
                .isEmpty();
    }
}
