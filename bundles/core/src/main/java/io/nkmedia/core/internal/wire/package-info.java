/**
 * The four shapes of a message (protocol.md §2).
 */
@NullMarked
package io.nkmedia.core.internal.wire;

import org.jspecify.annotations.NullMarked;
