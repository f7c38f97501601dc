/**
 * Media legs. What is special about a session type is one small {@link io.nkmedia.janus.internal.leg.LegType}.
 */
@NullMarked
package io.nkmedia.janus.internal.leg;

import org.jspecify.annotations.NullMarked;
