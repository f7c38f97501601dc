/**
 * All sockets. Who speaks a protocol implements {@link io.nkmedia.gateway.FrameProtocol}; where it is spoken is plain data
 * given to {@link io.nkmedia.gateway.Listeners}. The sockets stay open while a protocol's bundle is replaced.
 *
 * <p>Pages are data, too. A bundle has some if it registers a {@code javax.servlet.Servlet} with the service properties
 * {@code nkmedia.pages.path} (such as {@code /demo}), {@code nkmedia.pages.root} (the folder in that bundle, such as {@code
 * /web/demo}) and {@code nkmedia.pages.headers} (texts {@code Name: value} that each answer gets). The gateway reads the
 * files, at most 16 MiB, when the service comes, and forgets them when it goes; it never calls the servlet.
 */
@Version("1.0.0")
@NullMarked
package io.nkmedia.gateway;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
