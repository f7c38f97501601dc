/**
 * Media sessions: one small state machine with one mailbox each (media-session.md).
 */
@NullMarked
package io.nkmedia.core.internal.session;

import org.jspecify.annotations.NullMarked;
