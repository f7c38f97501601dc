/**
 * Who may do what: users, passwords, roles and their rules (protocol.md §4).
 */
@NullMarked
package io.nkmedia.core.internal.access;

import org.jspecify.annotations.NullMarked;
