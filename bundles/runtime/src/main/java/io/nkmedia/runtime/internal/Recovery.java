package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts out what a runtime object before this one has left on disk: instances of this very JVM (the bundle was
 * replaced) are taken over; those of a JVM that has died are stopped (they are not taken over yet, since nobody could
 * tell what is going on in them); those of another JVM that lives are left alone.
 */
record Recovery(Folders folders, RtpRanges ranges, Leader controller, Duration polite) {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /**
     * Blocks until all that must end has ended.
     *
     * @param slots the slot of a key
     */
    void run(Function<String, Slot> slots) throws IOException {
        var orphans = new ArrayList<Engine>();
        for (var folder : folders.all("")) {
            var record = folder.read();
            if (record.isPresent()) {
                sort(record.get(), folder, slots, orphans);
            }
        }
        for (var orphan : orphans) {
            // All at once first, so that many polite ones don't wait for each other.
            orphan.record().engine().terminate();
        }
        for (var orphan : orphans) {
            orphan.stop(polite);
            LOG.info("{} was stopped: its controller has died", orphan.record());
        }
    }

    private void sort(InstanceRecord record, InstanceFolder folder, Function<String, Slot> slots, List<Engine> orphans)
            throws IOException {
        boolean mine = record.controller().same(controller);
        if (!mine && !record.controller().alive()) {
            orphans.add(new Engine(record, folder, Optional.empty()));
            return;
        }
        record.rtp().ifPresent(range -> ranges.enter(record.key(), range));
        if (mine) {
            slots.apply(record.key()).adopt(record, folder);
            LOG.info("{} is taken over", record);
        }
    }
}
