package io.nkmedia.core.internal.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What can be asked of all the services of this process, by API or shell. Safe for use by any thread. Changes of one
 * service happen one after the other; their stages fail with an {@link io.nkmedia.api.ApiException}.
 */
public interface Administration {
    /**
     * A change of a service's document.
     *
     * @param config merged into the document (RFC 7386), or the whole of it
     * @param dryRun whether it is only checked
     * @param trial if it is taken back unless it is confirmed
     */
    record Change(String name, Map<String, Object> config, boolean replace, boolean dryRun, Optional<Trial> trial) {}

    /**
     * A change is taken back unless it is confirmed in time.
     *
     * @param operator the connection session that made it, whose end takes it back too; none for the shell
     */
    record Trial(Duration within, Optional<String> operator) {}

    /**
     * What a change has changed.
     *
     * @param changed paths of the keys
     * @param restarted what could not be changed in place: a new one takes what comes, the old one ends with what it has
     * @param rejected keys that were left as they were: none, since a change is put into force whole or not at all
     */
    record Applied(List<String> changed, List<String> restarted, List<String> rejected) {}

    /** A new service. */
    record Created(String name, String uuid) {}

    /**
     * A service as it is.
     *
     * @param config its document without secrets; only when one is asked for
     * @param error what is wrong with it, for an operator
     * @param confirmBy when the last change will be taken back, unless it is confirmed
     */
    record View(
            String name,
            String uuid,
            String state,
            List<String> plugins,
            List<Map<String, Object>> listeners,
            long since,
            Optional<String> error,
            Optional<Long> confirmBy,
            Optional<Map<String, Object>> config) {}

    /** A user of a service: {@code password} if it was generated. */
    record UserSet(String user, Optional<String> password) {}

    CompletionStage<Created> create(String name, Map<String, Object> config, String by);

    CompletionStage<Applied> update(Change change, String by);

    CompletionStage<Void> confirm(String name);

    CompletionStage<Void> start(String name, String by);

    /** Completes when it has stopped, which may take as long as {@code drain} and some seconds. */
    CompletionStage<Void> stop(String name, Duration drain, String by);

    CompletionStage<Void> delete(String name, String by);

    /** Makes a user, or changes its password or roles; without a password a new user gets a generated one. */
    CompletionStage<UserSet> setUser(
            String name, String user, Optional<String> password, Optional<List<String>> roles, String by);

    CompletionStage<Void> removeUser(String name, String user, String by);

    /** @throws io.nkmedia.api.ApiException {@code service_not_found} */
    View get(String name);

    /** All, in the order of their names. */
    List<View> list();
}
