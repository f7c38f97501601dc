package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.nkmedia.runtime.internal.EngineAway;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Asks a Docker engine, and says what its failures are.
 *
 * @param address whom
 */
record Calls(DockerAddress address) {
    private static final Pattern MESSAGE = Pattern.compile("\\{\"message\":\"(.*)\"}", Pattern.DOTALL);

    /**
     * Asks.
     *
     * @throws EngineAway if nobody answers
     * @throws IOException if the engine says no
     */
    <T> T ask(Supplier<T> question) throws IOException {
        return find(question).orElseThrow(() -> new IOException("what the Docker engine was asked for isn't there"));
    }

    /** As {@link #ask}; empty if what it is about isn't there. */
    <T> Optional<T> find(Supplier<T> question) throws IOException {
        try {
            return Optional.of(question.get());
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (DockerException e) {
            throw new IOException("the Docker engine refuses: " + text(e), e);
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    /** Tells it to do something; without effect if that is so already, or what it is about isn't there. */
    void tell(Runnable order) throws IOException {
        try {
            order.run();
        } catch (NotFoundException | NotModifiedException e) {
            return;
        } catch (DockerException e) {
            throw new IOException("the Docker engine refuses: " + text(e), e);
        } catch (RuntimeException e) {
            throw away(e);
        }
    }

    static String text(DockerException e) {
        var text = Optional.ofNullable(e.getMessage()).orElse("");
        var message = MESSAGE.matcher(text);
        return String.format(Locale.ROOT, "%s (%d)", message.find() ? message.group(1) : text, e.getHttpStatus());
    }

    private EngineAway away(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new EngineAway("no Docker engine answers at " + address + ": " + cause.getMessage());
    }
}
