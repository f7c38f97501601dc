package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Health WELL = new Health(
            Set.of("a", "b"),
            Map.of("b: component old", "it lacks service x"),
            Set.of(),
            Set.of("a: java.lang.Runnable"));

    @Test
    void sameAsBefore_isNotWorse() {
        assertThat(WELL.worseThan(WELL)).isEmpty();
    }

    @Test
    void bundleThatIsNotActive_isWorse() {
        assertThat(new Health(Set.of("b"), Map.of(), Set.of(), Set.of("a: java.lang.Runnable")).worseThan(WELL))
                .containsExactly("a is not active");
    }

    @Test
    void componentThatIsNewlyIll_isWorse_oneThatWasIllIsNot() {
        var now = new Health(
                Set.of("a", "b"),
                Map.of("b: component old", "it lacks service y", "a: component new", "it lacks service z"),
                Set.of(),
                Set.of("a: java.lang.Runnable"));
        assertThat(now.worseThan(WELL)).containsExactly("a: component new: it lacks service z");
    }

    @Test
    void contractThatIsNotPublishedAnyMore_isWorse() {
        assertThat(new Health(Set.of("a", "b"), Map.of(), Set.of(), Set.of()).worseThan(WELL))
                .containsExactly("a: java.lang.Runnable is not published any more");
    }
}
