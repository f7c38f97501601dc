package io.nkmedia.api.runtime;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Obtains, watches and stops instances of engines. An OSGi service. A backend never knows where its instance runs: it
 * describes what it needs, in data, and gets addresses.
 *
 * <p>Instances outlive the bundle of whoever asked for them and of the runtime itself: asking again with the same key
 * and an equal spec gives the one that runs.
 */
@ProviderType
public interface BackendRuntime {
    /**
     * Gives a running instance: the one that runs under this key if its spec is equal, else a fresh one (an unequal one
     * is stopped before).
     *
     * @param lost told once, on any thread, when the instance has ended by itself; the text is fit for an operator
     * @return completes when the process runs (whether it answers is for the backend to find out); fails with a
     *     {@link RuntimeUnavailable} whose text is fit for an operator. Ends within 30 s.
     */
    CompletionStage<Instance> obtain(InstanceSpec spec, Consumer<String> lost);

    /**
     * Stops the instance of this key: politely, after 2 s by force. Without effect if there is none.
     *
     * @return completes when it is gone and its ports are free
     */
    CompletionStage<Void> stop(String key);

    /** Stops all instances whose key starts with {@code prefix}, such as {@code demo/}: their owner is gone for good. */
    CompletionStage<Void> stopAll(String prefix);
}
