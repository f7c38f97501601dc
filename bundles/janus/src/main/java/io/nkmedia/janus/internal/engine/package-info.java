/**
 * How an engine is configured, started, watched and replaced.
 */
@NullMarked
package io.nkmedia.janus.internal.engine;

import org.jspecify.annotations.NullMarked;
