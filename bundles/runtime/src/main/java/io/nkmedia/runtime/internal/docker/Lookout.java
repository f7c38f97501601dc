package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import io.nkmedia.runtime.internal.Containers;
import io.nkmedia.runtime.internal.wire.Dialer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from one Docker engine which containers end, as long as there are any; connects again when that breaks, and
 * compares then what it knows with what there is.
 */
final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** Events are rare. After so long without one it is connected anew, in case that nobody is there any more. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Host host;
    private final Census census;
    private final Containers.Shared shared;
    private final DockerClient client;
    private final AtomicBoolean on = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicReference<@Nullable Predicate<String>> spared = new AtomicReference<>();
    private final AtomicReference<@Nullable Closeable> stream = new AtomicReference<>();

    Lookout(Host host, Census census, Containers.Shared shared) {
        this.host = host;
        this.census = census;
        this.shared = shared;
        this.client = Dialer.open(host.address(), SILENCE);
    }

    /** Looks, unless it does so already. */
    void begin() {
        if (on.compareAndSet(false, true)) {
            run(this::connect);
        }
    }

    /** From now on containers of ours that nobody knows are removed, unless they are spared. */
    void removeStrangers(Predicate<String> but) {
        spared.set(but);
        run(this::compare);
    }

    private void connect() {
        if (shared.scope().isClosed()) {
            return;
        }
        if (census.isEmpty()) {
            on.set(false);
            if (census.isEmpty()) {
                return;
            }
            on.set(true);
        }
        client.eventsCmd()
                .withEventTypeFilter("container")
                .withEventFilter("die")
                .withLabelFilter(Map.of(Box.OWNER, shared.owner()))
                .exec(new Stream());
    }

    private void compare() {
        try {
            var all = host.all(Box.OWNER, shared.owner());
            census.compare(all);
            var but = spared.get();
            if (but != null) {
                for (var name : census.strangers(all.keySet(), but)) {
                    host.remove(name);
                    census.forget(name);
                    LOG.info("Container {} was nobody's any more, and was removed", name);
                }
            }
        } catch (IOException e) {
            LOG.debug("Containers can't be compared: {}", e.getMessage());
        }
    }

    /** On a thread that may block. */
    private void run(Runnable task) {
        try {
            shared.threads().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The runtime is going: containers aren't looked at any more");
        }
    }

    /** One connection; told on a thread of docker-java. */
    private final class Stream implements ResultCallback<Event> {
        private final AtomicBoolean started = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void onStart(Closeable closeable) {
            started.set(true);
            stream.set(closeable);
            if (away.compareAndSet(true, false)) {
                LOG.info("The Docker engine at {} answers again", host.address());
            }
            run(Lookout.this::compare);
        }

        @Override
        public void onNext(Event event) {
            var actor = event.getActor();
            var name = actor == null || actor.getAttributes() == null
                    ? Optional.<String>empty()
                    : Optional.ofNullable(actor.getAttributes().get("name"));
            name.ifPresent(census::ended);
        }

        @Override
        public void onError(Throwable failure) {
            if (!started.get() && !shared.scope().isClosed() && away.compareAndSet(false, true)) {
                LOG.warn("The Docker engine at {} doesn't answer: {}", host.address(), failure.getMessage());
            }
            again();
        }

        @Override
        public void onComplete() {
            again();
        }

        private void again() {
            if (ended.compareAndSet(false, true) && !shared.scope().isClosed()) {
                shared.scope().after(shared.time(), AGAIN, () -> run(Lookout.this::connect));
            }
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }

    @Override
    public void close() throws IOException {
        var open = stream.get();
        if (open != null) {
            open.close();
        }
        client.close();
    }
}
