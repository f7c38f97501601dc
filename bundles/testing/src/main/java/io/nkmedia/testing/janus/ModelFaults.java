package io.nkmedia.testing.janus;

import java.util.ArrayList;
import java.util.List;

/** What the model shall do wrong. Only touched on the model's own thread. */
final class ModelFaults {
    /** The next offer is refused with this code; 0 for none. */
    int refuseOffer;

    /** Reads everything and answers nothing, as a process that was stopped. */
    boolean silent;

    /** Messages are acknowledged and never answered. */
    boolean swallowMessages;

    /** Replies to attach wait in {@link #held}. */
    boolean holdAttach;

    /** Answers to messages wait in {@link #held}. */
    boolean holdAnswers;

    /** Descriptions of handles wait in {@link #held}. */
    boolean holdInfo;

    final List<Runnable> held = new ArrayList<>();

    int takeOfferRefusal() {
        int code = refuseOffer;
        refuseOffer = 0;
        return code;
    }
}
