/**
 * The contract that each media backend keeps, as tests.
 */
@NullMarked
package io.nkmedia.testing.backend;

import org.jspecify.annotations.NullMarked;
