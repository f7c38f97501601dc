/**
 * All sockets. Who speaks a protocol implements {@link io.nkmedia.gateway.FrameProtocol}; where it is spoken is plain data
 * given to {@link io.nkmedia.gateway.Listeners}. The sockets stay open while a protocol's bundle is replaced.
 */
@Version("1.0.0")
@NullMarked
package io.nkmedia.gateway;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
