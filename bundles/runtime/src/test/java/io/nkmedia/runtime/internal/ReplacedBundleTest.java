package io.nkmedia.runtime.internal;

import static io.nkmedia.testing.Eventually.await;
import static io.nkmedia.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nkmedia.api.runtime.RuntimeUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class ReplacedBundleTest {
    @TempDir
    Path root;

    /** What the bundle's class loader is to the framework: one that knows this package by itself. */
    private static final class Bundle extends ClassLoader {
        private static final String PACKAGE = "io.nkmedia.runtime.internal.";

        Bundle() {
            super(ReplacedBundleTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new FileNotFoundException(name);
                }
                var code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Runs as a bundle's code: starts an engine, takes it over once, goes. */
    public static final class Life {
        public static void live(Path root) {
            var world = new World(root);
            for (int round = 0; round < 2; round++) {
                var runtime = world.runtime();
                world.obtain(runtime, world.sleeper(World.KEY));
                world.replace(runtime);
            }
            world.time.close();
        }
    }

    private WeakReference<ClassLoader> live() throws ReflectiveOperationException {
        var bundle = new Bundle();
        bundle.loadClass(Life.class.getName()).getMethod("live", Path.class).invoke(null, root);
        return new WeakReference<>(bundle);
    }

    @Test
    void runtimeThatHasGone_leavesNoClassLoaderBehind_whileItsEngineGoesOn() throws ReflectiveOperationException {
        // The JDK's timer thread keeps the code that was the first to need it: here that is the test.
        await(World.LIMIT, new CompletableFuture<Boolean>().completeOnTimeout(true, 1, TimeUnit.MILLISECONDS));
        var bundle = live();
        try (var world = new World(root)) {
            eventually(World.LIMIT, "the end of the class loader", () -> {
                System.gc();
                return bundle.get() == null;
            });
            assertThat(World.alive(world.record(World.KEY).engine())).isTrue();
            world.runtime();
        }
    }

    @Test
    void runtimeThatHasGone_refusesInsteadOfKeepingSilent() {
        try (var world = new World(root)) {
            var runtime = world.runtime();
            world.replace(runtime);
            assertThatThrownBy(() -> world.obtain(runtime, world.sleeper(World.KEY)))
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("the runtime is going");
            assertThatThrownBy(() -> await(World.LIMIT, runtime.stop(World.KEY)))
                    .isInstanceOf(RuntimeUnavailable.class);
        }
    }
}
