package io.nkmedia.core.internal.shell;

import io.nkmedia.api.Event;
import io.nkmedia.base.Time;
import io.nkmedia.core.internal.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.apache.karaf.shell.api.console.Session;

/** Prints events until there were enough, the time is over, or the operator interrupts. */
final class Screen {
    private static final long LOOK_MILLIS = 200;

    private final Tail tail;
    private final Time time;
    private final Json json;
    private final Session session;

    Screen(Tail tail, Time time, Json json, Session session) {
        this.tail = tail;
        this.time = time;
        this.json = json;
        this.session = session;
    }

    /**
     * @param count how many at most; 0 is no limit
     * @param atMost zero is no limit
     * @param last the event after which it ends
     */
    void follow(int count, Duration atMost, Predicate<Event> last) throws InterruptedException {
        long begin = time.nanos();
        int shown = 0;
        while ((count == 0 || shown < count) && (atMost.isZero() || time.nanos() - begin < atMost.toNanos())) {
            var event = tail.next(LOOK_MILLIS);
            if (event.isPresent()) {
                print(event.get());
                shown++;
                if (last.test(event.get())) {
                    return;
                }
            }
            long lost = tail.lost();
            if (lost > 0) {
                System.out.println("… " + lost + " events were left out: the screen is too slow");
            }
        }
    }

    /** One line of JSON an event, as a client would get it. */
    private void print(Event event) {
        var line = new LinkedHashMap<String, Object>();
        line.put("time", time.now().toString());
        line.put("class", event.eventClass());
        line.put("subclass", event.subclass());
        line.put("type", event.type());
        line.put("obj_id", event.objectId());
        line.put("body", event.body());
        System.out.println(json.write(json.tree(line)));
        show(session);
    }

    /**
     * What was printed comes to the operator's eyes now. A flush of {@code System.out} alone ends in the shell's pipe, and
     * a command that isn't typed in would show all at its end.
     */
    static void show(Session session) {
        System.out.flush();
        session.getConsole().flush();
    }
}
