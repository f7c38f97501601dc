/**
 * Core's own commands (protocol.md §7, media-session.md §4): records of parameters and short bodies.
 */
@NullMarked
package io.nkmedia.core.internal.command;

import org.jspecify.annotations.NullMarked;
