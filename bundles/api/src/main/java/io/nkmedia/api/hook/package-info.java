/**
 * The places in a service where a plugin is asked or told. An instance gives its hooks through
 * {@link io.nkmedia.api.service.ServiceExtension}; they are asked in the order of the service's {@code plugins}, so the
 * first one listed is asked first. The decisions are made by their static methods.
 */
@Version("1.0.0")
@NullMarked
package io.nkmedia.api.hook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
