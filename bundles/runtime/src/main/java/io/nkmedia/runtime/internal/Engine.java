package io.nkmedia.runtime.internal;

import java.io.IOException;
import java.time.Duration;

/** An engine that was started: a process of this machine, or a container. All of it may block. */
public interface Engine {
    int SIGNALLED = 128;

    InstanceRecord record();

    InstanceFolder folder();

    /** Asked often, so without asking anybody else each time. */
    boolean alive() throws IOException;

    /** Ends it, its guard, and all that is secret. */
    void stop(Duration polite) throws IOException;

    /** How it ended, for an operator. */
    String ending();

    /** Where it runs, for an operator. */
    String place();

    /** The same engine, with more known of it. */
    Engine with(InstanceRecord more);

    /** What a status means: from 128 on it is a signal's. */
    static String ending(long status) {
        return status > SIGNALLED ? "ended by signal " + (status - SIGNALLED) : "ended with status " + status;
    }
}
