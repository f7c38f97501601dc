package io.nkmedia.core.internal.store;

import io.nkmedia.base.Mailbox;
import io.nkmedia.base.Scope;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shelf in a {@link Journal}. Who changes only leaves a note; {@link #PAUSE} later all that have changed are asked how
 * they are, and the store's own thread writes it. So a session that is set up in many steps is written once, and nobody
 * waits for the disk.
 */
final class DiskShelf implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(DiskShelf.class);

    /** So long after a change it is written: what a crash may cost. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** When writing has failed. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** So many texts may wait for the disk; who else has changed is asked again later. */
    private static final int WAITING = 2000;

    /** Which process writes; a key that no owner has. */
    private static final String WRITER = "";

    private final String service;
    private final Path file;
    private final Store.House house;
    private final Consumer<Optional<String>> told;
    private final Mailbox box;
    private final Scope scope;
    private final Map<String, Kept> changed = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();

    /** What is on disk or on its way there: what ends sooner costs nothing. */
    private final Set<String> written = ConcurrentHashMap.newKeySet();

    /** Belongs to the mailbox from here on. */
    private @Nullable Journal journal;

    private final Set<String> owed = new LinkedHashSet<>();
    private long failedAt;
    private boolean signed;
    private boolean closed;
    private volatile Optional<String> problem = Optional.empty();

    /** @param told of each change of {@link #problem} */
    DiskShelf(String service, Path file, Store.House house, Consumer<Optional<String>> told) {
        this.service = service;
        this.file = file;
        this.house = house;
        this.told = told;
        box = new Mailbox("store of service " + service, WAITING, house.thread());
        scope = new Scope("store of service " + service);
    }

    @Override
    public Left left() {
        var texts = new LinkedHashMap<String, String>();
        boolean ours = false;
        try {
            texts.putAll(journal().all());
            var writer = Optional.ofNullable(texts.remove(WRITER)).orElse(house.writer());
            ours = writer.endsWith(house.process());
            if (!writer.startsWith(house.schema())) {
                LOG.warn("Service {}: another version has kept sessions in another way, they are lost", service);
                journal().delete();
                journal = null;
                texts.clear();
            }
            written.addAll(texts.keySet());
            sign();
        } catch (IOException e) {
            failed(e);
        }
        return new Left(ours, texts);
    }

    /** Says whose it is. Until that could be written, nothing else is. */
    private void sign() throws IOException {
        if (!signed) {
            journal().put(WRITER, house.writer());
            signed = true;
        }
    }

    private Journal journal() throws IOException {
        var open = journal;
        if (open == null) {
            open = new Journal(file, house.opener());
            journal = open;
        }
        return open;
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    // ---- changes ----

    @Override
    public void changed(String key, Kept owner) {
        changed.put(key, owner);
        if (!due.get() && due.compareAndSet(false, true)) {
            scope.after(house.time(), problem.isPresent() ? RETRY : PAUSE, this::collect);
        }
    }

    private void collect() {
        due.set(false);
        box.must(() -> {
            Set.copyOf(owed).forEach(this::drop);
            look();
        });
        for (var key : Set.copyOf(changed.keySet())) {
            var owner = changed.remove(key);
            if (owner != null) {
                owner.tell(how -> {
                    written.add(key);
                    if (!box.tell(() -> put(key, how, owner))) {
                        changed(key, owner);
                    }
                });
            }
        }
    }

    @Override
    public void removed(String key) {
        changed.remove(key);
        if (written.remove(key)) {
            box.must(() -> drop(key));
        }
    }

    private void put(String key, Object how, Kept owner) {
        if (closed) {
            return;
        }
        if (isHopeless()) {
            changed(key, owner);
            return;
        }
        try {
            sign();
            journal().put(key, house.json().write(house.json().tree(how)));
            owed.remove(key);
        } catch (IOException e) {
            failed(e);
            changed(key, owner);
        }
    }

    private void drop(String key) {
        if (closed) {
            return;
        }
        try {
            // Tried even if there is no space: what is removed needs little.
            journal().remove(key);
            owed.remove(key);
        } catch (IOException e) {
            owed.add(key);
            failed(e);
        }
    }

    /** Whether it has just failed: trying each text of a thousand would help nobody. */
    private boolean isHopeless() {
        return problem.isPresent() && house.time().nanos() - failedAt < RETRY.toNanos() / 2;
    }

    private void failed(IOException e) {
        failedAt = house.time().nanos();
        var why = e instanceof FileSystemException ofFile && ofFile.getReason() != null
                ? ofFile.getReason()
                : e.getMessage();
        if (problem.isEmpty()) {
            LOG.error("Service {}: its sessions can't be kept, they would not survive a crash: {}", service, why, e);
            tell(Optional.of("its sessions would not survive a crash: " + why));
        }
        retry();
    }

    private void retry() {
        if (due.compareAndSet(false, true)) {
            scope.after(house.time(), RETRY, this::collect);
        }
    }

    /** It is over when nothing has failed for a while, and nothing is owed: a short text may fit where a long one doesn't. */
    private void look() {
        if (problem.isPresent() && owed.isEmpty() && house.time().nanos() - failedAt >= 2 * RETRY.toNanos()) {
            LOG.info("Service {}: its sessions are kept again", service);
            tell(Optional.empty());
        } else if (problem.isPresent()) {
            retry();
        }
    }

    private void tell(Optional<String> now) {
        problem = now;
        told.accept(now);
    }

    // ---- the end ----

    @Override
    public CompletionStage<Void> discard() {
        return end(Journal::delete);
    }

    @Override
    public void close() {
        end(Journal::close);
    }

    private interface Last {
        void of(Journal journal) throws IOException;
    }

    private CompletionStage<Void> end(Last last) {
        scope.close();
        var done = new CompletableFuture<Void>();
        box.must(() -> {
            try {
                if (!closed && journal != null) {
                    last.of(journal);
                }
            } catch (IOException e) {
                LOG.warn("The store of service {} did not end well: {}", service, e.getMessage());
            } finally {
                closed = true;
                changed.clear();
                done.complete(null);
            }
        });
        return done;
    }
}
