package io.nkmedia.core.internal.service;

import io.nkmedia.api.media.MediaBackend;
import io.nkmedia.api.service.ServiceContext;
import io.nkmedia.api.service.ServiceExtension;
import io.nkmedia.core.internal.FakeBackend;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An instance of one version of a plugin, all versions of which have the same engine. Writes down what happens to it. */
final class FakeVersion implements ServiceExtension {
    private final String version;
    private final List<String> told;
    private final FakeBackend backend;
    CompletionStage<Void> starts = CompletableFuture.completedStage(null);

    FakeVersion(String version, List<String> told, FakeBackend engine) {
        this.version = version;
        this.told = told;
        backend = engine.successor();
        told.add(version + " made");
    }

    FakeBackend backend() {
        return backend;
    }

    void givenBack() {
        told.add(version + " given back");
    }

    @Override
    public CompletionStage<Void> start(ServiceContext context) {
        told.add(version + " starts");
        return starts;
    }

    @Override
    public CompletionStage<Void> update(ServiceContext context) {
        told.add(version + " updated");
        return starts;
    }

    @Override
    public CompletionStage<Void> stop() {
        told.add(version + " stopped");
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Collection<MediaBackend> backends() {
        return List.of(backend);
    }
}
