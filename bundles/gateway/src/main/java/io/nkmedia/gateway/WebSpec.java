package io.nkmedia.gateway;

import java.nio.file.Path;

/**
 * Files that a listener for WebSockets gives to browsers that ask for a page, by GET and HEAD.
 *
 * @param path below which they are, such as {@code /app}; empty for the root
 * @param directory where they are; what a symbolic link leads out of it, and what begins with a dot, isn't given
 */
public record WebSpec(String path, Path directory) {}
