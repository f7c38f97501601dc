package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all engines, and renews their leases. Runs on the runtime's own threads; the slots do what is to be done.
 *
 * @param slots all of them, live
 */
record Watch(Collection<Slot> slots) {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Finds those that have ended. */
    void look() {
        for (var slot : slots) {
            var engine = slot.engine();
            // A slot that is busy looks by itself, or is about to end its engine.
            if (engine != null && slot.mailbox().length() == 0 && !ask(slot, engine::alive)) {
                tell(slot, slot::look);
            }
        }
    }

    /**
     * Renews the leases.
     *
     * @param number differs from that of the last time
     */
    void renew(long number) {
        for (var slot : slots) {
            var engine = slot.engine();
            if (engine == null) {
                continue;
            }
            try {
                engine.folder().renew(number);
                engine.folder().boundOutput();
            } catch (NoSuchFileException e) {
                LOG.debug("{} was stopped meanwhile", engine.record());
            } catch (IOException e) {
                LOG.warn("The lease of {} can't be renewed: {}", engine.record(), e.getMessage());
            }
            if (slot.mailbox().length() == 0 && !ask(slot, engine.record().guard()::alive)) {
                tell(slot, slot::guard);
            }
        }
    }

    private interface Question {
        boolean ask() throws IOException;
    }

    private interface Task {
        void run() throws IOException;
    }

    private static boolean ask(Slot slot, Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            LOG.warn("{} can't be watched: {}", slot.mailbox(), e.getMessage());
            return true;
        }
    }

    private static void tell(Slot slot, Task task) {
        slot.mailbox().must(() -> {
            try {
                task.run();
            } catch (IOException e) {
                LOG.warn("{}: {}", slot.mailbox(), e.getMessage());
            }
        });
    }
}
