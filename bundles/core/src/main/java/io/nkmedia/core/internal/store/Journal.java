package io.nkmedia.core.internal.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts by key in one file that only grows, until it is written anew, by rename, once most of it is out of date. Whatever
 * moment this process dies in, the next one finds all records that were written before: a torn one at the end is cut off.
 * It survives the end of the process, not of the machine: nothing is forced to the disk.
 *
 * <p>A write that fails leaves the file as it was. Blocks; for one thread at a time.
 */
final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /** A smaller file isn't worth the effort. */
    private static final long MIN_COMPACTION = 1 << 20;

    /** Opens a file for reading and writing, and makes it if it isn't there. */
    interface Opener {
        SeekableByteChannel open(Path file) throws IOException;
    }

    private record Place(long offset, int length, long number) {}

    private final Path file;
    private final Opener opener;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private SeekableByteChannel channel;
    private long end;
    private long number;
    private long live;
    private long compactAt = MIN_COMPACTION;

    /** Opens it and reads what is there. */
    Journal(Path file, Opener opener) throws IOException {
        this.file = file;
        this.opener = opener;
        Files.deleteIfExists(draft());
        channel = opener.open(file);
        read();
    }

    private Path draft() {
        return file.resolveSibling(file.getFileName() + ".draft");
    }

    private void read() throws IOException {
        channel.position(0);
        var in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        for (var entry = Entry.read(in, 1); entry.isPresent(); entry = Entry.read(in, number + 1)) {
            enter(
                    entry.get().key(),
                    entry.get().value().isPresent(),
                    entry.get().length());
        }
        if (channel.size() > end) {
            LOG.info(
                    "The last {} bytes of {} were not whole and are cut off", channel.size() - end, file.getFileName());
            channel.truncate(end);
        }
    }

    private void enter(String key, boolean there, int length) {
        number++;
        var before = places.remove(key);
        live -= before == null ? 0 : before.length();
        if (there) {
            places.put(key, new Place(end, length, number));
            live += length;
        }
        end += length;
    }

    /** All that is there, oldest first. */
    Map<String, String> all() throws IOException {
        var all = new LinkedHashMap<String, String>();
        for (var each : places.entrySet()) {
            at(each.getValue()).value().ifPresent(value -> all.put(each.getKey(), value));
        }
        return all;
    }

    private Entry at(Place place) throws IOException {
        var bytes = ByteBuffer.allocate(place.length());
        channel.position(place.offset());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("a record is gone");
            }
        }
        return Entry.again(new ByteArrayInputStream(bytes.array()), place.number());
    }

    void put(String key, String value) throws IOException {
        append(key, Optional.of(value));
    }

    /** Without effect if it isn't there. */
    void remove(String key) throws IOException {
        if (places.containsKey(key)) {
            append(key, Optional.empty());
        }
    }

    private void append(String key, Optional<String> value) throws IOException {
        var bytes = Entry.bytes(number + 1, key, value);
        try {
            channel.position(end);
            write(channel, bytes);
        } catch (IOException e) {
            cut(e);
            throw e;
        }
        enter(key, value.isPresent(), bytes.length);
        if (end > compactAt && end > 2 * live) {
            compact();
        }
    }

    private static void write(SeekableByteChannel to, byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            to.write(left);
        }
    }

    /** What of a record got there is none; if it stays, the next reader cuts it off. */
    private void cut(IOException why) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Writes what is left of it into another file that takes its place. A failure costs nothing but the space. */
    private void compact() {
        try {
            var next = opener.open(draft());
            try {
                copy(next);
                Files.move(draft(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException | RuntimeException e) {
                next.close();
                throw e;
            }
            channel.close();
            channel = next;
            places.clear();
            end = 0;
            number = 0;
            live = 0;
            read();
            compactAt = Math.max(MIN_COMPACTION, 2 * end);
        } catch (IOException e) {
            LOG.debug("{} can't be written anew", file.getFileName(), e);
            compactAt = 2 * end;
        }
    }

    private void copy(SeekableByteChannel to) throws IOException {
        long copied = 0;
        for (var each : places.entrySet()) {
            write(to, Entry.bytes(++copied, each.getKey(), at(each.getValue()).value()));
        }
    }

    /** How long the file is, in bytes. */
    long size() {
        return end;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Closes it, and nothing of it is left. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(draft());
    }
}
