package io.nkmedia.core.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files on a disk that is full when the test says so: what still fits is written, as a real one does. */
final class SmallDisk implements Journal.Opener {
    static final String FULL = "No space left on device";

    /** Bytes that may still be written. */
    long left = Long.MAX_VALUE;

    /** Whether files can be cut. */
    boolean cuts = true;

    /** Whether drafts can be written. */
    boolean drafts = true;

    @Override
    public SeekableByteChannel open(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        if (!drafts && file.toString().endsWith(".draft")) {
            throw new IOException(FULL);
        }
        return new Channel(Files.newByteChannel(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private final class Channel implements SeekableByteChannel {
        private final SeekableByteChannel file;

        Channel(SeekableByteChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (left == 0) {
                throw new IOException(FULL);
            }
            int fits = (int) Math.min(left, bytes.remaining());
            int limit = bytes.limit();
            bytes.limit(bytes.position() + fits);
            int written = file.write(bytes);
            bytes.limit(limit);
            left -= written;
            return written;
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            if (!cuts) {
                throw new IOException("Input/output error");
            }
            file.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return file.read(to);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long at) throws IOException {
            file.position(at);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
