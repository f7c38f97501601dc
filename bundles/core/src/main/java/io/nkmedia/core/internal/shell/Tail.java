package io.nkmedia.core.internal.shell;

import io.nkmedia.api.Event;
import io.nkmedia.core.internal.event.Notice;
import io.nkmedia.core.internal.event.Pattern;
import io.nkmedia.core.internal.event.Subscriber;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events on their way to an operator's screen: when it is too slow some are left out, and it is told how many. */
final class Tail implements Subscriber {
    private static final int MOST = 1000;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST);
    private final AtomicLong lost = new AtomicLong();

    @Override
    public void deliver(Notice notice) {
        if (!events.offer(notice.event())) {
            lost.incrementAndGet();
        }
    }

    @Override
    public void retired(Pattern pattern) {
        // The operator ends it.
    }

    /** The next event, within this time. */
    Optional<Event> next(long millis) throws InterruptedException {
        @Nullable Event event = events.poll(millis, TimeUnit.MILLISECONDS);
        return Optional.ofNullable(event);
    }

    /** How many were left out since the last call. */
    long lost() {
        return lost.getAndSet(0);
    }
}
