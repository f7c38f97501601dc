/**
 * The few tools that each stateful bundle uses: mailbox, scope, pending requests, time. Nothing here keeps state of
 * its own beyond the object that a caller made, and the only threads are those of the shared pool.
 */
@Version("1.1.0")
@NullMarked
package io.nkmedia.base;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
