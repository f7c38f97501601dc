package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.WaitResponse;
import io.nkmedia.runtime.internal.wire.Dialer;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One Docker engine, asked on threads that may block. */
final class Host implements AutoCloseable {
    /** An engine with a full disk or many containers is slow; what was asked has 30 s altogether. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private static final int LAST_LINES = 1;
    private static final int LAST_WORDS = 1000;

    private final DockerAddress address;
    private final DockerClient client;
    private final Calls calls;

    Host(DockerAddress address) {
        this.address = address;
        this.client = Dialer.open(address, SILENCE);
        this.calls = new Calls(address);
    }

    DockerAddress address() {
        return address;
    }

    void ping() throws IOException {
        calls.ask(() -> client.pingCmd().exec() == null);
    }

    boolean hasImage(String image) throws IOException {
        return calls.find(() -> client.inspectImageCmd(image).exec()).isPresent();
    }

    void create(String name, String image, Consumer<CreateContainerCmd> description) throws IOException {
        calls.ask(() -> {
            var command = client.createContainerCmd(image).withName(name);
            description.accept(command);
            return command.exec();
        });
    }

    void start(String name) throws IOException {
        calls.ask(() -> client.startContainerCmd(name).exec() == null);
    }

    Optional<InspectContainerResponse> inspect(String name) throws IOException {
        return calls.find(() -> client.inspectContainerCmd(name).exec());
    }

    /** Asks it to end; by force after that time. */
    void stop(String name, Duration polite) throws IOException {
        calls.tell(
                () -> client.stopContainerCmd(name).withTimeout(seconds(polite)).exec());
    }

    private static int seconds(Duration time) {
        return (int) Math.max(1, time.toSeconds());
    }

    /** Removes it, by force if it runs. */
    void remove(String name) throws IOException {
        calls.tell(() -> client.removeContainerCmd(name)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    /** Containers with this label by name: whether each has its process. */
    Map<String, Boolean> all(String label, String value) throws IOException {
        List<Container> found = calls.ask(() -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(label, value))
                .exec());
        var all = new HashMap<String, Boolean>();
        for (var container : found) {
            boolean runs = List.of("running", "paused").contains(container.getState());
            all.put(container.getNames()[0].substring(1), runs);
        }
        return all;
    }

    /** Whether it has ended within this time. */
    boolean endsWithin(String name, Duration limit) throws IOException {
        return calls.ask(() -> {
            try (var end = client.waitContainerCmd(name).exec(new ResultCallback.Adapter<WaitResponse>())) {
                return end.awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // The runtime is going. The record is written, so whoever comes next decides.
                Thread.currentThread().interrupt();
                return false;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The last line that it printed. */
    String lastWords(String name) throws IOException {
        var text = new StringBuilder();
        calls.ask(() -> {
            try (var lines = client.logContainerCmd(name)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LAST_LINES)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            if (text.length() < LAST_WORDS) {
                                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                            }
                        }
                    })) {
                return lines.awaitCompletion(SILENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return text.toString().strip();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
