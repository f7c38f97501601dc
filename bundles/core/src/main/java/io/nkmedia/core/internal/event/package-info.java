/**
 * Publish and subscribe inside a service (protocol.md §5).
 */
@NullMarked
package io.nkmedia.core.internal.event;

import org.jspecify.annotations.NullMarked;
