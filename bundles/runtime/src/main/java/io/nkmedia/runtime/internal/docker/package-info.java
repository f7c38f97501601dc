/**
 * Engines in containers.
 *
 * <p>{@link io.nkmedia.runtime.internal.docker.DockerContainers} starts and finds them;
 * {@link io.nkmedia.runtime.internal.docker.Host} is one Docker engine that is talked to;
 * {@link io.nkmedia.runtime.internal.docker.Census} knows which of its containers run.
 */
@NullMarked
package io.nkmedia.runtime.internal.docker;

import org.jspecify.annotations.NullMarked;
