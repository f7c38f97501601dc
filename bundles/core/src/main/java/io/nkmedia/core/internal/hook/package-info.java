/**
 * The hooks of a service: those of its plugins in their order, programs outside after them, asked one after the other
 * (services.md §4.2, protocol.md §6).
 */
@NullMarked
package io.nkmedia.core.internal.hook;

import org.jspecify.annotations.NullMarked;
