package io.nkmedia.core.internal;

import io.nkmedia.core.internal.json.Json;
import io.nkmedia.core.internal.store.Kept;
import io.nkmedia.core.internal.store.Shelf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps everything at once, in memory. */
public final class FakeShelf implements Shelf {
    /** What is kept. */
    public final Map<String, String> texts = new LinkedHashMap<>();

    /** How often something was written. */
    public int writes;

    /** Whether texts are kept, which takes memory. */
    public boolean keeps = true;

    public Optional<String> problem = Optional.empty();
    private final Json json = new Json();
    private boolean ours = true;

    /** What the next process finds when this one dies now. */
    public FakeShelf afterCrash() {
        var next = new FakeShelf();
        next.texts.putAll(texts);
        next.ours = false;
        return next;
    }

    @Override
    public Left left() {
        var left = new Left(ours, Map.copyOf(texts));
        ours = true;
        return left;
    }

    @Override
    public void changed(String key, Kept owner) {
        owner.tell(how -> {
            writes++;
            if (keeps) {
                texts.put(key, json.write(json.tree(how)));
            }
        });
    }

    @Override
    public void removed(String key) {
        texts.remove(key);
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public CompletionStage<Void> discard() {
        texts.clear();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {}
}
