/**
 * What hooks cost.
 */
@NullMarked
package io.nkmedia.bench.hooks;

import org.jspecify.annotations.NullMarked;
