package io.nkmedia.upgrade.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an operator wants.
 *
 * @param what a path or URL of a jar; with a repository a feature's name, or name/version
 * @param repository the URL of a features file
 * @param id of the bundle, if several have the same name
 * @param force also if it isn't newer
 * @param watch how long it must stay well
 */
public record Order(String what, Optional<URI> repository, OptionalLong id, boolean force, Duration watch) {}
