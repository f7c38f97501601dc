/**
 * SDP, candidates and trickling, choosing a backend: pure functions and small machines without I/O.
 */
@NullMarked
package io.nkmedia.core.internal.media;

import org.jspecify.annotations.NullMarked;
