package io.nkmedia.api.command;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One command of the management API. Its record of parameters is validator, {@code core/api/describe} and reference
 * manual in one: see {@link Field}.
 *
 * @param <P> the parameters: a record, created by core from the request's {@code data}
 */
@ConsumerType
public interface ApiCommand<P extends Record> {
    /** What it is called, who may use it, what can go wrong. Must always be the same. */
    CommandSpec<P> spec();

    /**
     * Runs it. Called on the connection's mailbox, after authorization and validation: must not block. Commands of one
     * connection are called in the order of arrival.
     *
     * @return a record, map or list for the reply's {@code data}, or {@link java.util.Map#of()} for none; fails with
     *     an {@link io.nkmedia.api.ApiException}, any other failure is a bug and becomes {@code internal_error}
     */
    CompletionStage<? extends Object> run(P parameters, Caller caller);
}
