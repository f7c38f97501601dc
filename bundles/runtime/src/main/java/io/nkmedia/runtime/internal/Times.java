package io.nkmedia.runtime.internal;

import java.time.Duration;

/**
 * How long things take; one record so that a test can be quick.
 *
 * @param settle an engine that ends before has not started
 * @param polite from TERM to KILL
 * @param look between two looks at whether engines still run
 * @param renew between two renewals of the leases
 * @param lease a guard ends its engine when the lease was not renewed for so long; in whole {@code check}s
 * @param check between two looks of a guard, in whole seconds
 * @param limit after this an {@code obtain} or {@code stop} fails
 * @param adopt so long an engine of a dead controller waits for somebody who asks for it; then it is stopped
 */
public record Times(
        Duration settle,
        Duration polite,
        Duration look,
        Duration renew,
        Duration lease,
        Duration check,
        Duration limit,
        Duration adopt) {
    /**
     * A guard needs lease + check + polite, 52 s, from the controller's death: so long the next one has to start. An
     * engine keeps what nobody owns for 60 s, as long as it waits to be asked for.
     */
    static final Times USUAL = new Times(
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(45),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));
}
