/**
 * The wire talk with one engine: requests, replies, handles, and how all of it outlives this bundle.
 */
@NullMarked
package io.nkmedia.janus.internal.wire;

import org.jspecify.annotations.NullMarked;
