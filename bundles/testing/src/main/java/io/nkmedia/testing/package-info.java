/**
 * What tests share: time that a test drives, and waits that say what is missing.
 */
@NullMarked
package io.nkmedia.testing;

import org.jspecify.annotations.NullMarked;
