package io.nkmedia.core.internal.session;

import io.nkmedia.base.Time;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What happened to a session, with the time since its start. Of more than 500 entries the oldest of status go. */
final class TimeLog {
    static final String STATUS = "status";
    private static final int MAX = 500;

    private final Time time;
    private long start;
    private final Deque<Map<String, Object>> entries = new ArrayDeque<>();

    TimeLog(Time time) {
        this.time = time;
        this.start = time.nanos();
    }

    void add(String msg, Map<String, Object> body) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("time", TimeUnit.NANOSECONDS.toMillis(time.nanos() - start));
        entry.put("msg", msg);
        body.forEach(entry::putIfAbsent);
        if (entries.size() >= MAX) {
            makeRoom();
        }
        entries.addLast(entry);
    }

    /** Status comes often and says little of what went wrong: it goes first. */
    private void makeRoom() {
        var oldest = entries.stream()
                .filter(entry -> STATUS.equals(entry.get("msg")))
                .findFirst();
        if (!oldest.map(entries::remove).orElse(false)) {
            entries.removeFirst();
        }
    }

    /** Goes on where another one was. */
    void resume(List<Map<String, Object>> earlier, long sinceStartMillis) {
        start = time.nanos() - TimeUnit.MILLISECONDS.toNanos(sinceStartMillis);
        entries.addAll(earlier);
    }

    List<Map<String, Object>> entries() {
        return List.copyOf(entries);
    }
}
