/**
 * Programs outside that decide (protocol.md §6): who has registered for what, whom to ask next, and what the answers mean.
 */
@NullMarked
package io.nkmedia.core.internal.callback;

import org.jspecify.annotations.NullMarked;
