/**
 * The part of a plugin that exists once for each service which lists it.
 */
@Version("1.2.0")
@NullMarked
package io.nkmedia.api.service;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
