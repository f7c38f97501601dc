/**
 * What core and its plugins have in common: errors, stop reasons, events. No logic.
 */
@Version("1.0.0")
@NullMarked
package io.nkmedia.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
