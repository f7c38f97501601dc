/**
 * Serves the demo client at {@code /demo/} in a servlet context of its own. The pages talk the public API over the
 * gateway's WebSocket and nothing else, so this bundle needs no other bundle of ours.
 */
@NullMarked
package io.nkmedia.console.internal;

import org.jspecify.annotations.NullMarked;
