/** JSON of receipts. */
@NullMarked
package io.nkmedia.upgrade.internal.json;

import org.jspecify.annotations.NullMarked;
