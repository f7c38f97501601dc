/**
 * Sockets of our own, by Netty.
 */
@NullMarked
package io.nkmedia.gateway.internal.net;

import org.jspecify.annotations.NullMarked;
