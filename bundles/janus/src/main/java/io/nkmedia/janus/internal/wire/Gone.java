package io.nkmedia.janus.internal.wire;

/** The connection has closed, or another holder has taken it over. */
public final class Gone extends RuntimeException {
    Gone(String why) {
        super(why, null, false, false);
    }
}
