package io.nkmedia.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where connections come from. An OSGi service. What is asked for is kept by the gateway as plain data, so that
 * nothing closes while the bundle that asked for it is replaced; stages complete on I/O threads. Each bundle has an object
 * of its own, by which the gateway knows who asks.
 */
@ProviderType
public interface Listeners {
    /**
     * Makes the listeners of {@code owner} just these: new ones open, those that are missing close (their connections
     * with 1001), changed ones change without touching connections where they can, equal ones aren't touched. Calls of
     * one owner take effect in order. A listener that can't be opened is retried each 5 s as long as it is asked for.
     *
     * @param owner such as {@code service demo}
     * @return the state of each, in the order given; never fails
     */
    CompletionStage<List<ListenerState>> apply(String owner, List<ListenerSpec> specs);

    /** All listeners, for an operator. */
    List<ListenerState> list();

    /**
     * Opens a connection and attaches it to its protocol, or does nothing if this owner's connection of that id is
     * open. It isn't reopened when it closes: the holder learns of that by {@link Attachment#closed} and asks again.
     * Of an open one that another bundle asked for, the protocol of this bundle gets what that one's saves, and then all
     * frames that it hasn't had: so a newer version of a plugin takes connections over, one by one.
     *
     * @return completes when it is open; fails with an {@link java.io.IOException} whose text is fit for an operator
     */
    CompletionStage<Void> connect(String owner, ConnectSpec spec);

    /** Closes a connection that this bundle was the last to ask for, with 1000; without effect if there is none. */
    void disconnect(String owner, String id);
}
