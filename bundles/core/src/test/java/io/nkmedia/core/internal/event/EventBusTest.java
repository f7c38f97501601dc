package io.nkmedia.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.api.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** */
class EventBusTest {
    private final EventBus bus = new EventBus();

    /** Remembers. */
    private static final class Listener implements Subscriber {
        final List<Event> events = new ArrayList<>();
        final List<Pattern> retired = new ArrayList<>();

        @Override
        public void deliver(Notice notice) {
            events.add(notice.event());
        }

        @Override
        public void retired(Pattern pattern) {
            retired.add(pattern);
        }
    }

    private static Optional<String> some(boolean there, String value) {
        return there ? Optional.of(value) : Optional.empty();
    }

    /** All 16 patterns against all 8 shapes of an event and a strange value: a plain definition of matching. */
    @Property(tries = 2000)
    void aPatternMatches_exactlyIfEachConcreteFieldIsThere(
            @ForAll @Size(3) boolean[] there, @ForAll @Size(4) boolean[] concrete, @ForAll boolean stranger) {
        var event = new Event(
                stranger ? "other" : "app",
                some(there[0], "sub"),
                some(there[1], "typ"),
                some(there[2], "obj"),
                Map.of());
        var pattern = new Pattern(
                concrete[0] ? "app" : "*",
                concrete[1] ? "sub" : "*",
                concrete[2] ? "typ" : "*",
                concrete[3] ? "obj" : "*");
        var listener = new Listener();
        var fresh = new EventBus();
        fresh.subscribe(listener, Subscription.of(pattern, Subscription.Kind.ASKED));
        fresh.publish(event);
        boolean matches = (!concrete[0] || !stranger)
                && (!concrete[1] || there[0])
                && (!concrete[2] || there[1])
                && (!concrete[3] || there[2]);
        assertThat(listener.events).hasSize(matches ? 1 : 0);
    }

    @Test
    void directEvents_areOfTheTypesAsked_andRetireWithTheirObject() {
        var listener = new Listener();
        var pattern = Pattern.object("media", "session", "s1");
        bus.subscribe(listener, new Subscription(pattern, Set.of("answer"), Map.of(), Subscription.Kind.DIRECT));
        var other = new Listener();
        bus.subscribe(other, Subscription.of(pattern, Subscription.Kind.ASKED));
        bus.publish(Event.of("media", "session", "answer", "s1", Map.of()));
        bus.publish(Event.of("media", "session", "status", "s1", Map.of()));
        assertThat(listener.events).hasSize(1);
        assertThat(other.events).hasSize(2);
        bus.retire(pattern);
        assertThat(listener.retired).containsExactly(pattern);
        assertThat(other.retired).isEmpty();
        bus.unsubscribe(listener, pattern, Subscription.Kind.DIRECT);
        bus.unsubscribe(other, pattern, Subscription.Kind.ASKED);
        bus.unsubscribe(other, pattern, Subscription.Kind.ASKED);
        assertThat(bus.patterns()).isZero();
    }
}
