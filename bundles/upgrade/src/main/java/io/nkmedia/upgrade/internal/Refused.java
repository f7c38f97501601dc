package io.nkmedia.upgrade.internal;

/** Nothing was touched; the text tells an operator why. */
public final class Refused extends Exception {
    public Refused(String why) {
        super(why);
    }

    Refused(String why, Throwable cause) {
        super(why, cause);
    }
}
