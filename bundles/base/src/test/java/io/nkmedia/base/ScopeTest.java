package io.nkmedia.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final List<String> closed = new ArrayList<>();
    private final Scope scope = new Scope("test");

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void parts_areClosedLastInFirstOut_andOnce() {
        for (int i = 0; i < 5; i++) {
            scope.add(part("part " + i));
        }
        scope.close();
        scope.close();
        assertThat(closed).containsExactly("part 4", "part 3", "part 2", "part 1", "part 0");
    }

    @Test
    void aPartTakenOut_isNotClosed() {
        var out = scope.add(part("out"));
        scope.add(part("in"));
        scope.remove(out);
        scope.close();
        assertThat(closed).containsExactly("in");
    }

    private record Equal(List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add("equal");
        }
    }

    @Test
    void equalParts_areTwo() {
        scope.add(new Equal(closed));
        scope.add(new Equal(closed));
        scope.close();
        assertThat(closed).hasSize(2);
    }

    @Test
    void aPartAddedByOneThatCloses_isClosedToo() {
        scope.add(() -> scope.add(part("late")));
        scope.close();
        assertThat(closed).containsExactly("late");
    }

    @Test
    void aChild_closesItsPartsWithItsParent_orAlone() {
        scope.child("one").add(part("of one"));
        var two = scope.child("two");
        two.add(part("of two"));
        two.close();
        assertThat(closed).containsExactly("of two");
        scope.close();
        assertThat(closed).containsExactly("of two", "of one");
    }

    @Test
    void aPartThatFails_doesNotKeepTheOthersOpen() {
        scope.add(part("other"));
        scope.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        scope.close();
        assertThat(closed).containsExactly("other");
    }
}
