package io.nkmedia.core.internal.store;

import java.util.function.Consumer;

/** Something that lives and is kept on disk meanwhile. */
@FunctionalInterface
public interface Kept {
    /**
     * Tells how it is now, in its own mailbox and thus in the order of its changes and its end; not at all if it is over.
     * Called by any thread; must not block.
     */
    void tell(Consumer<Object> how);
}
