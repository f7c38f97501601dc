/**
 * What is kept on disk of sessions while they live, for the time after a crash.
 */
@NullMarked
package io.nkmedia.core.internal.store;

import org.jspecify.annotations.NullMarked;
