/**
 * One client's connection: frames in, replies and events out, log-in, limits (protocol.md §1-4).
 */
@NullMarked
package io.nkmedia.core.internal.connection;

import org.jspecify.annotations.NullMarked;
