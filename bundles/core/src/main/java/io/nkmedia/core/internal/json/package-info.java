/**
 * The edge: JSON text to records and back, with errors that name the field.
 */
@NullMarked
package io.nkmedia.core.internal.json;

import org.jspecify.annotations.NullMarked;
