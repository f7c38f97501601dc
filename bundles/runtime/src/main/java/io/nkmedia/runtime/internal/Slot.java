package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.Instance;
import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.api.runtime.RuntimeUnavailable;
import io.nkmedia.base.Mailbox;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs under one key. Its methods run in its mailbox, whose threads are the runtime's own: they may block. Other
 * threads only read which engine there is.
 */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final int WAITING = 64;

    private final String key;
    private final House house;
    private final Mailbox mailbox;
    private volatile @Nullable Engine engine;
    private @Nullable Consumer<String> lost;
    private boolean retired;
    private boolean wanted;

    Slot(String key, House house, Executor executor) {
        this.key = key;
        this.house = house;
        this.mailbox = new Mailbox("instance " + key, WAITING, executor);
    }

    String key() {
        return key;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    @Nullable
    Engine engine() {
        return engine;
    }

    /** Whether it was taken out of the list meanwhile, so that another has its place. */
    boolean retired() {
        return retired;
    }

    /** Marks it as taken out, if nothing runs here. */
    boolean retire() {
        retired = engine == null;
        return retired;
    }

    /** Takes over what a runtime object before has started. */
    void adopt(InstanceRecord record, InstanceFolder folder) {
        engine = house.engine(record, folder);
    }

    /** Ends the engine of a dead controller if nobody has asked for it. */
    void unclaimed() throws IOException {
        if (!wanted && engine != null) {
            LOG.info("{}: nobody has asked for the engine of the controller that died", key);
            end();
        }
    }

    Instance obtain(InstanceSpec spec, String digest, Consumer<String> whenLost) throws IOException {
        wanted = true;
        look();
        var now = engine;
        if (now == null || !now.record().digest().equals(digest)) {
            end();
            if (!clear(house.folders().of(key))) {
                throw new RuntimeUnavailable(key + " belongs to another controller that runs on the same data");
            }
            now = start(spec, digest);
            engine = now;
            LOG.info("{} runs: {}", now.record(), now.place());
        }
        lost = whenLost;
        return now.record().instance();
    }

    private Engine start(InstanceSpec spec, String digest) throws IOException {
        var rtp = house.ranges().claim(spec);
        try {
            return house.start(spec, digest, rtp);
        } catch (IOException | RuntimeException e) {
            house.ranges().release(key);
            house.folders().of(key).forget();
            throw e;
        }
    }

    /**
     * Ends what the folder says to run there, such as the engine of a controller that has died meanwhile: its guard
     * would remove the files of the next engine.
     *
     * @return false if it belongs to another controller that lives: then it is not touched
     */
    private boolean clear(InstanceFolder folder) throws IOException {
        var record = folder.read();
        if (record.isPresent()) {
            if (house.isForeign(record.get())) {
                return false;
            }
            house.engine(record.get(), folder).stop(house.times().polite());
        }
        return true;
    }

    /** Ends what runs here without telling anybody: it was asked for. */
    void end() throws IOException {
        var now = engine;
        engine = null;
        lost = null;
        if (now != null) {
            now.stop(house.times().polite());
            house.ranges().release(key);
            LOG.info("{} was stopped", now.record());
        }
    }

    /** As {@link #end}, and nothing of it stays but recordings. */
    void stop() throws IOException {
        end();
        var folder = house.folders().of(key);
        if (clear(folder)) {
            folder.remove();
        }
    }

    /** Tells if the engine has ended by itself, and cleans up behind it. */
    void look() throws IOException {
        var now = engine;
        if (now == null || now.alive()) {
            return;
        }
        var whom = lost;
        engine = null;
        lost = null;
        var text = now.record() + " " + now.ending();
        LOG.warn("{}", text);
        try {
            now.stop(Duration.ZERO);
            house.ranges().release(key);
        } finally {
            if (whom != null) {
                tell(whom, text);
            }
        }
    }

    private static void tell(Consumer<String> whom, String text) {
        try {
            whom.accept(text);
        } catch (RuntimeException e) {
            LOG.error("Nobody took note that {}", text, e);
        }
    }

    /** Gives the engine a guard again if its own was killed. */
    void guard() throws IOException {
        var now = engine;
        if (now == null) {
            return;
        }
        var process = now.record().engine();
        if (process.alive() && !now.record().guard().alive()) {
            var record = now.record().running(process, house.guards().start(now.folder(), process));
            now.folder().write(record);
            engine = now.with(record);
            LOG.warn("{} has a new guard, the one before was gone", record);
        }
    }
}
