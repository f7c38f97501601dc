package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that leads a process session of its own (or the controller itself), known again by pid and start: a pid
 * alone may be somebody else's by now. All that stops blocks, and is for the runtime's own threads.
 */
public record Leader(long pid, String boot, long start) {
    /** Of what has no process that is seen from here: it isn't alive, and there is nothing to end. */
    public static final Leader NOBODY = new Leader(0, "", 0);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration FORCED = Duration.ofSeconds(2);

    public static Leader of(long pid) throws IOException {
        var stat = Stat.of(pid).orElseThrow(() -> new IOException("process " + pid + " has ended"));
        return new Leader(pid, Stat.boot(), stat.start());
    }

    public boolean alive() throws IOException {
        return Stat.of(pid).filter(this::isMe).filter(Stat::running).isPresent() && boot.equals(Stat.boot());
    }

    /** Instead of a record's own equals: that one leaves this class, and so its loader, in a cache of the JDK (17). */
    boolean same(Leader other) {
        return pid == other.pid && start == other.start && boot.equals(other.boot);
    }

    private boolean isMe(Stat stat) {
        return stat.start() == start;
    }

    /** Asks all processes of the session to end. */
    void terminate() throws IOException {
        members().forEach(ProcessHandle::destroy);
    }

    /** Ends the session: politely, and by force what is left after {@code polite}. */
    void stop(Duration polite) throws IOException {
        terminate();
        if (awaitGone(polite)) {
            return;
        }
        long end = System.nanoTime() + FORCED.toNanos();
        do {
            // Again and again: who forks meanwhile is not in the list of before.
            members().forEach(ProcessHandle::destroyForcibly);
            if (System.nanoTime() > end) {
                throw new IOException("process " + pid + " can't be ended");
            }
        } while (!awaitGone(Duration.ofMillis(50)));
    }

    /** By force and at once, for what has no business to go on. */
    public void kill() throws IOException {
        stop(Duration.ZERO);
    }

    private boolean awaitGone(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        // The list is made of all processes of the machine: only once the leader, usually the last, is gone.
        while (alive() || !members().isEmpty()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Itself and what it started, also when it is gone itself. A pid is not given out again while it names a session. */
    private List<ProcessHandle> members() throws IOException {
        var now = Stat.of(pid);
        if (!boot.equals(Stat.boot()) || (now.isPresent() && !isMe(now.get()))) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> belongs(process.pid()))
                .toList();
    }

    private boolean belongs(long other) {
        return Stat.of(other)
                .filter(stat -> (other == pid || stat.session() == pid) && stat.start() >= start && stat.running())
                .isPresent();
    }
}
