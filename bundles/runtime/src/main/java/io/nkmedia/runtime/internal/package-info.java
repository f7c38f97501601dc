/**
 * Instances of engines as processes of this machine, in containers, or as somebody else's that is only named.
 *
 * <p>Who does what: {@link io.nkmedia.runtime.internal.Instances} is the service and owns a
 * {@link io.nkmedia.runtime.internal.Slot} for each key; {@link io.nkmedia.runtime.internal.Starter} starts an
 * {@link io.nkmedia.runtime.internal.Engine} as a process, {@link io.nkmedia.runtime.internal.Containers} one in a
 * container; what is known of it lies in its
 * {@link io.nkmedia.runtime.internal.InstanceFolder}, so that the next runtime object finds it;
 * {@link io.nkmedia.runtime.internal.Guard} ends it when nobody is left to do so.
 */
@NullMarked
package io.nkmedia.runtime.internal;

import org.jspecify.annotations.NullMarked;
