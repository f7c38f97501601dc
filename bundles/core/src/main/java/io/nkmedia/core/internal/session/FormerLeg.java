package io.nkmedia.core.internal.session;

import io.nkmedia.api.media.Leg;
import io.nkmedia.api.media.LegEvents;
import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.base.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a leg that an engine has already. Of several backends with the same name one has it: one may be draining,
 * another be kept in reserve. Belongs to the session's mailbox.
 */
final class FormerLeg {
    private final String id;
    private final Mailbox box;
    private List<MediaBackend> asked = List.of();

    FormerLeg(String id, Mailbox box) {
        this.id = id;
        this.box = box;
    }

    /** Whether one of these is still to answer. */
    boolean isAskedOf(List<MediaBackend> backends) {
        return asked.stream().anyMatch(backends::contains);
    }

    boolean isAsked() {
        return !asked.isEmpty();
    }

    /** Answers that come from now on don't count. */
    void forget() {
        asked = List.of();
    }

    /**
     * Asks all at once.
     *
     * @param found told once, in the mailbox
     * @param nowhere told instead when the last one has said that it doesn't have it
     */
    void ask(
            List<MediaBackend> backends,
            LegEvents events,
            BiConsumer<MediaBackend, Leg> found,
            Consumer<Throwable> nowhere) {
        asked = backends;
        var left = new ArrayList<>(backends);
        for (var to : backends) {
            to.reattach(id, events)
                    .whenComplete((leg, failure) -> box.must(() -> {
                        if (asked == backends) {
                            left.remove(to);
                            answered(to, leg, failure, left.isEmpty(), found, nowhere);
                        }
                    }));
        }
    }

    private void answered(
            MediaBackend by,
            @Nullable Leg leg,
            @Nullable Throwable failure,
            boolean last,
            BiConsumer<MediaBackend, Leg> found,
            Consumer<Throwable> nowhere) {
        if (leg != null) {
            forget();
            found.accept(by, leg);
        } else if (last && failure != null) {
            forget();
            nowhere.accept(failure);
        }
    }
}
