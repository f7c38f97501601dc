/**
 * Commands of the Karaf shell: what an operator asks first.
 */
@NullMarked
package io.nkmedia.core.internal.shell;

import org.jspecify.annotations.NullMarked;
