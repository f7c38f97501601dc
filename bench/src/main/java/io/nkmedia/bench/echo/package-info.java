/** The peer of the request round trips: a WebSocket endpoint in the same server that only echoes. */
@NullMarked
package io.nkmedia.bench.echo;

import org.jspecify.annotations.NullMarked;
