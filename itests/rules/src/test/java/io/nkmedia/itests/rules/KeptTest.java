package io.nkmedia.itests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTest {
    @Test
    void sameTexts_haveNoDifference() {
        assertThat(Kept.differences("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void changedLine_isShownAsItWasAndAsItIs() {
        assertThat(Kept.differences("a\nb\nc\n", "a\nB\nc\n")).containsExactly("- b", "+ B");
    }

    @Test
    void missingFile_isShownAsAdded() {
        assertThat(Kept.differences("", "a\n")).containsExactly("+ a");
    }

    @Test
    void otherOrder_isADifferenceToo() {
        assertThat(Kept.differences("a\nb\n", "b\na\n")).hasSize(1);
    }

    @Test
    void lineThatIsThereTwice_isADifferenceToo() {
        assertThat(Kept.differences("a\nb\n", "a\na\nb\n")).isNotEmpty();
    }
}
