/**
 * Exchanges a bundle or a feature of the running server for a newer one, sees whether all is as well as before, and takes
 * it back if not. Imports no other bundle of ours, so that it can mend each of them.
 */
@NullMarked
package io.nkmedia.upgrade.internal;

import org.jspecify.annotations.NullMarked;
