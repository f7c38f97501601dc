/**
 * What clients write to the log (protocol.md §7.9), and where it goes.
 */
@NullMarked
package io.nkmedia.core.internal.log;

import org.jspecify.annotations.NullMarked;
