/**
 * A service's configuration document: its schema and its checks (services.md §2.2).
 */
@NullMarked
package io.nkmedia.core.internal.config;

import org.jspecify.annotations.NullMarked;
