/** The shell command. */
@NullMarked
package io.nkmedia.upgrade.internal.shell;

import org.jspecify.annotations.NullMarked;
