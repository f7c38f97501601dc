/**
 * Commands of the management API: what a plugin implements to add one.
 */
@Version("1.0.0")
@NullMarked
package io.nkmedia.api.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
