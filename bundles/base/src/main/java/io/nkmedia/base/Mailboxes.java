package io.nkmedia.base;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/** Makes mailboxes on the shared pool. An OSGi service. */
@ProviderType
public interface Mailboxes {
    /** The number of waiting tasks that suits a session, a connection, a room. */
    int DEFAULT_BOUND = 1024;

    /** A mailbox for one owner; see {@link Mailbox}. It needs no closing. */
    default Mailbox create(String name) {
        return new Mailbox(name, DEFAULT_BOUND, pool());
    }

    /** A mailbox that does something once for several tasks; see {@link Mailbox}'s constructor. */
    default Mailbox create(String name, Runnable pause) {
        return new Mailbox(name, DEFAULT_BOUND, pool(), pause);
    }

    /** The pool itself, for a short task that belongs to no owner. Nothing on it may block. */
    Executor pool();
}
