/**
 * The bundle as a component: knows all its parts, and only the endpoint knows it.
 */
@NullMarked
package io.nkmedia.gateway.internal.component;

import org.jspecify.annotations.NullMarked;
