package io.nkmedia.runtime.internal;

import io.nkmedia.api.runtime.InstanceSpec;
import io.nkmedia.base.Scope;
import io.nkmedia.base.Time;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Engines in containers. All of it blocks: for the runtime's own threads. */
public interface Containers {
    /**
     * Whether the Docker engine that this spec names answers.
     *
     * @throws io.nkmedia.api.runtime.RuntimeUnavailable if the spec is no good
     */
    boolean answers(InstanceSpec spec);

    /**
     * Starts one, and gives it as soon as it has shown that it doesn't end at once.
     *
     * @throws EngineAway if no Docker engine answers
     */
    Engine start(Plan plan) throws IOException;

    /** The engine that a record tells of; whether it lives is found out when it is asked. */
    Engine of(InstanceRecord record, InstanceFolder folder);

    /**
     * From now on containers of this owner that no record tells of are removed, whenever a Docker engine answers anew.
     *
     * @param spared names of containers that another controller answers for
     */
    void sorted(Predicate<String> spared);

    /** Makes {@link Containers}; what bridges the two is a component, so that neither package needs the other. */
    interface Maker {
        /**
         * @param shared what the containers' own part shares with the rest
         */
        Containers make(Shared shared) throws IOException;
    }

    /**
     * What the containers' part gets.
     *
     * @param owner names all that is of this data folder, whoever runs on it
     * @param scope ends all connections
     */
    record Shared(String owner, Guard guards, Times times, Time time, Scope scope, Executor threads) {}
}
