package io.nkmedia.upgrade.internal;

import java.util.Set;

/** Something that can be exchanged for something newer, and back. Has been checked. */
interface Change {
    /** {@code bundle} or {@code feature}. */
    String kind();

    /** Its name. */
    String subject();

    String from();

    String to();

    /** The symbolic names of the bundles that must be as well afterwards as before. */
    Set<String> concerned();

    /** It was only a question: forgets what was looked at. */
    void abandon();

    /** Keeps what {@link #undo} needs. */
    void prepare() throws Exception;

    /** Blocks, for limited time. */
    void make() throws Exception;

    /** Blocks, for limited time. */
    void undo() throws Exception;
}
