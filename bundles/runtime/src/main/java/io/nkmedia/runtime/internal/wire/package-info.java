/**
 * How Docker engines are talked to: their addresses, docker-java's client for one of them, what their errors mean.
 */
@NullMarked
package io.nkmedia.runtime.internal.wire;

import org.jspecify.annotations.NullMarked;
