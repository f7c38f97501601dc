/**
 * What stands in for the gateway in tests of wire clients.
 */
@NullMarked
package io.nkmedia.testing.gateway;

import org.jspecify.annotations.NullMarked;
