package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An image that is being fetched. Told on a thread of docker-java, asked by any. */
final class Pull implements ResultCallback<PullResponseItem> {
    private static final long PERCENT = 100;

    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Map<String, Long> here = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> end = new AtomicReference<>();

    /** How much of what is known to come is here. */
    int percent() {
        long all = sum(sizes);
        return all == 0 ? 0 : (int) (sum(here) * PERCENT / all);
    }

    private static long sum(Map<String, Long> layers) {
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Why it ended; empty text if all is here, null if it goes on. */
    @Nullable
    String end() {
        return end.get();
    }

    @Override
    public void onStart(Closeable stream) {
        // Ends by itself, or with its client.
    }

    @Override
    public void onNext(PullResponseItem item) {
        var failure = item.getErrorDetail();
        if (failure != null) {
            end.compareAndSet(null, String.valueOf(failure.getMessage()));
        }
        var progress = item.getProgressDetail();
        boolean counts = progress != null && progress.getTotal() != null && progress.getCurrent() != null;
        // The same numbers come again while the layer is being unpacked.
        if (counts && item.getId() != null && "Downloading".equals(item.getStatus())) {
            sizes.put(item.getId(), progress.getTotal());
            here.put(item.getId(), progress.getCurrent());
        } else if ("Download complete".equals(item.getStatus()) && item.getId() != null) {
            here.computeIfPresent(item.getId(), (id, before) -> sizes.getOrDefault(id, before));
        }
    }

    @Override
    public void onError(Throwable failure) {
        var text = failure instanceof DockerException refusal ? Calls.text(refusal) : failure.getMessage();
        end.compareAndSet(null, String.valueOf(text));
    }

    @Override
    public void onComplete() {
        end.compareAndSet(null, "");
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
