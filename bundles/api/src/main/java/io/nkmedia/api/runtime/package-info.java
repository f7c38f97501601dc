/**
 * Where the instances of an engine come from.
 */
@Version("1.1.0")
@NullMarked
package io.nkmedia.api.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
