package io.nkmedia.gateway.internal;

import java.util.Optional;

/** An HTTP request at a listener. */
public record Arrival(boolean loopback, boolean upgrade, Optional<String> origin, Optional<String> host) {}
