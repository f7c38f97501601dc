/**
 * How connections outlive the protocols that are spoken on them.
 */
@NullMarked
package io.nkmedia.gateway.internal;

import org.jspecify.annotations.NullMarked;
