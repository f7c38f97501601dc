/**
 * A small working Janus: real wire protocol over real WebSockets, and faults that a test asks for.
 */
@NullMarked
package io.nkmedia.testing.janus;

import org.jspecify.annotations.NullMarked;
