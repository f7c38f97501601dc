/**
 * Work that blocks, beside the shared threads.
 */
@NullMarked
package io.nkmedia.core.internal.aside;

import org.jspecify.annotations.NullMarked;
