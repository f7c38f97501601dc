package io.nkmedia.core.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nkmedia.core.internal.hook.ServiceHooks;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * where no plugin and no program outside wants to be asked, the way of a request has nothing of chains: not an
 * object is made for them. How long the question takes is measured by {@code bench/hooks}.
 */
class EmptyChainTest {
    private static final int TIMES = 100_000;

    @Test
    void withoutPlugins_theQuestionForHooks_makesNothing() {
        var hooks = new World("{}").service("demo").hooks();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // The first rounds load classes.
        int met = asked(hooks);
        long before = threads.getCurrentThreadAllocatedBytes();
        met += asked(hooks);
        long made = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(met).isZero();
        assertThat(made).as("bytes for %d questions", TIMES).isLessThan(TIMES / 10);
    }

    private static int asked(ServiceHooks hooks) {
        int met = 0;
        for (int i = 0; i < TIMES; i++) {
            met += hooks.onRequests() || hooks.onEvents() || hooks.onLogins() || hooks.onSessions() ? 1 : 0;
        }
        return met;
    }
}
