/**
 * Media backends and their legs.
 */
@Version("1.2.0")
@NullMarked
package io.nkmedia.api.media;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
