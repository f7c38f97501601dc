package io.nkmedia.upgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void causes_areToldFromTheOutside() {
        var failure = new ExecutionException(new IllegalStateException(
                "Activator start error.", new IllegalStateException("port taken\nat line 2")));
        assertThat(Causes.text(failure)).isEqualTo("Activator start error: port taken");
    }

    @Test
    void whatHangsOnTheSide_isToldToo() {
        var failure = new Exception("Error restarting bundles:\n\tsomething");
        failure.addSuppressed(new IllegalStateException("one of them", new IllegalStateException("why")));
        assertThat(Causes.text(failure)).isEqualTo("Error restarting bundles: one of them: why");
    }

    @Test
    void noMessage_isToldByItsType() {
        assertThat(Causes.text(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
