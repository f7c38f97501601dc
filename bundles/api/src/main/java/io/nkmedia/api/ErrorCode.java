package io.nkmedia.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An error that clients can see. Each bundle has its own range (protocol.md §8) and one enum that implements this;
 * codes never change their meaning.
 */
@ConsumerType
public interface ErrorCode {
    /** The number, unique over all bundles. */
    int code();

    /** The stable name, snake_case: the same in replies, events, logs and metrics. */
    String label();

    /** The sentence for people; {@code …} in it stands for a detail. */
    String text();
}
