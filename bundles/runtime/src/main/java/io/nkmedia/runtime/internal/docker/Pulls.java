package io.nkmedia.runtime.internal.docker;

import com.github.dockerjava.api.DockerClient;
import io.nkmedia.runtime.internal.wire.Dialer;
import io.nkmedia.runtime.internal.wire.DockerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches images for one Docker engine, beside all else: it may take long. Safe for use by any thread. */
final class Pulls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    /** Nothing is told while a big layer is being unpacked. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final DockerClient client;
    private final Map<String, Pull> running = new ConcurrentHashMap<>();

    Pulls(DockerAddress address) {
        this.client = Dialer.open(address, SILENCE);
    }

    /** Sees to it that an image which isn't there is fetched. Returns how that goes, for an operator. */
    String fetch(String image) {
        var pull = running.computeIfAbsent(image, this::begin);
        var end = pull.end();
        if (end == null) {
            return "it is being fetched, " + pull.percent() + " %";
        }
        // The next one who asks tries again.
        running.remove(image, pull);
        LOG.info("Image {}: {}", image, end.isEmpty() ? "was fetched" : "can't be fetched: " + end);
        return end.isEmpty() ? "it was fetched and has gone" : "it can't be fetched: " + end;
    }

    private Pull begin(String image) {
        LOG.info("Image {} is being fetched", image);
        return client.pullImageCmd(exact(image)).exec(new Pull());
    }

    /** Without a tag all of them would come. */
    private static String exact(String image) {
        var last = image.substring(image.lastIndexOf('/') + 1);
        return last.contains(":") || last.contains("@") ? image : image + ":latest";
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
