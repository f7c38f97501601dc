/** What an upgrade looks at before and after: plain names, for whoever asks. */
@NullMarked
package io.nkmedia.core.internal.probe;

import org.jspecify.annotations.NullMarked;
