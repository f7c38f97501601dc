/**
 * Services, their plugins, and all that lives in them (services.md).
 */
@NullMarked
package io.nkmedia.core.internal.service;

import org.jspecify.annotations.NullMarked;
