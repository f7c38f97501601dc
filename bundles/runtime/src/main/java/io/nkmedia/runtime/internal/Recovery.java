package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts out what a runtime object before this one has left on disk: instances of this very JVM (the bundle was
 * replaced) are taken over; those of a JVM that has died, too, if somebody asks for them soon; those of another JVM that
 * lives are left alone.
 */
record Recovery(House house) {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /**
     * Blocks until all that is of no use has ended.
     *
     * @param slots the slot of a key
     * @return those with the engine of a controller that has died
     */
    List<Slot> run(Function<String, Slot> slots) throws IOException {
        var orphans = new ArrayList<Slot>();
        for (var folder : house.folders().all("")) {
            var record = folder.read();
            if (record.isPresent()) {
                sort(record.get(), folder, slots, orphans);
            }
        }
        return orphans;
    }

    private void sort(InstanceRecord record, InstanceFolder folder, Function<String, Slot> slots, List<Slot> orphans)
            throws IOException {
        boolean mine = record.controller().same(house.controller());
        boolean orphan = !mine && !record.controller().alive();
        var engine = house.engine(record, folder);
        if (orphan && !engine.alive()) {
            engine.stop(Duration.ZERO);
            LOG.info("{} has ended, and so has its controller", record);
            return;
        }
        record.rtp().ifPresent(range -> house.ranges().enter(record.key(), range));
        if (mine) {
            slots.apply(record.key()).adopt(record, folder);
            LOG.info("{} is taken over", record);
        } else if (orphan) {
            var adopted = adopted(record, folder);
            var slot = slots.apply(record.key());
            slot.adopt(adopted, folder);
            orphans.add(slot);
            LOG.info("{} runs on though its controller has died: it waits to be asked for", record);
        }
    }

    /** Says on disk whose it is from now on; without that it would still be known as the engine of a dead controller. */
    private InstanceRecord adopted(InstanceRecord record, InstanceFolder folder) {
        var adopted = record.ofController(house.controller());
        try {
            folder.write(adopted);
        } catch (IOException e) {
            LOG.warn("The record of {} can't be written: {}", record, e.getMessage());
        }
        return adopted;
    }
}
