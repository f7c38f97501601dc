package io.nkmedia.base.internal;

import io.nkmedia.base.Mailboxes;
import io.nkmedia.base.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The one pool that all mailboxes and timers share. Nothing on it may block. */
@Component(service = {Mailboxes.class, Time.class})
public final class SharedPool implements Mailboxes, Time {
    /** Two more than processors: a short stall, such as a log write, does not leave a processor idle. */
    private static final int SPARE_THREADS = 2;

    private final Workers workers = new Workers(Runtime.getRuntime().availableProcessors() + SPARE_THREADS, "nkmedia-");
    private final Alarms alarms = new Alarms("nkmedia-timer", workers);

    @Activate
    public SharedPool() {
        alarms.start();
    }

    @Deactivate
    void stop() {
        alarms.stop();
        workers.stop();
    }

    @Override
    public Executor pool() {
        return workers;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return alarms.set(delay.toNanos(), task)::run;
    }
}
