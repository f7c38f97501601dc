/**
 * Docker engines for tests.
 */
@NullMarked
package io.nkmedia.testing.docker;

import org.jspecify.annotations.NullMarked;
