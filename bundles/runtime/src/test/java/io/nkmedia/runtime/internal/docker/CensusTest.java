package io.nkmedia.runtime.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CensusTest {
    private final Census census = new Census();

    @Test
    void containerThatComes_isNotMissed_oneThatRuns_is() {
        census.comes("a");
        census.compare(Map.of());
        assertThat(census.alive("a")).isTrue();

        census.runs("a");
        census.compare(Map.of("a", true));
        assertThat(census.alive("a")).isTrue();
        census.compare(Map.of("a", false));
        assertThat(census.alive("a")).isFalse();
    }

    @Test
    void endToldDuringTheStart_isKept() {
        census.comes("a");
        census.ended("a");
        census.runs("a");
        assertThat(census.alive("a")).isFalse();
    }

    @Test
    void containerOfBefore_isUnsureUntilItIsAskedFor() {
        census.expect("a");
        assertThat(census.isUnsure("a")).isTrue();
        census.found("a", false);
        assertThat(census.alive("a")).isFalse();
        census.expect("a");
        assertThat(census.alive("a")).isFalse();
    }

    @Test
    void whatIsInNobodysBooks_andWhatWasLeft_isAStranger() {
        census.comes("mine");
        census.comes("left");
        census.leave("left");
        assertThat(census.strangers(Set.of("mine", "left", "nobodys", "spared"), "spared"::equals))
                .containsExactlyInAnyOrder("left", "nobodys");
        assertThat(census.alive("left")).isFalse();
        census.compare(Map.of("mine", true));
        assertThat(census.isEmpty()).isFalse();
        census.forget("mine");
        assertThat(census.isEmpty()).isTrue();
    }
}
