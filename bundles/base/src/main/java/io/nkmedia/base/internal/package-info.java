/**
 * The shared pool as a component.
 */
@NullMarked
package io.nkmedia.base.internal;

import org.jspecify.annotations.NullMarked;
