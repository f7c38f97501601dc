/**
 * The bundle's components.
 */
@NullMarked
package io.nkmedia.janus.internal;

import org.jspecify.annotations.NullMarked;
