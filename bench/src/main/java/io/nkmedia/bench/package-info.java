/** Measures this server beside its peers: a client process that starts the built distribution. */
@NullMarked
package io.nkmedia.bench;

import org.jspecify.annotations.NullMarked;
