/**
 * The WebSocket endpoint on the shared HTTP port, by Jetty.
 */
@NullMarked
package io.nkmedia.gateway.internal.web;

import org.jspecify.annotations.NullMarked;
