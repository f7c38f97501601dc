package com.example.tone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The engine: sends a sine as RTP, PCMU, a packet each 20 ms. A thread of its own, since sending to a socket may block. */
final class Speaker implements AutoCloseable {
    private static final int RATE = 8000;
    private static final int SAMPLES = RATE / 50;
    private static final int HEADER = 12;
    private static final double LOUDNESS = 8000;

    private final Supplier<Note> note;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "tone");
        made.setDaemon(true);
        return made;
    });

    Speaker(Supplier<Note> note) {
        this.note = note;
    }

    /** Begins to send; any thread. */
    Line open(String address, InetSocketAddress target) throws IOException {
        var line = new Line(new DatagramSocket(0, InetAddress.getByName(address)), target);
        line.begin();
        return line;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One stream. */
    final class Line implements AutoCloseable {
        private final DatagramSocket socket;
        private final InetSocketAddress target;
        private final int source = ThreadLocalRandom.current().nextInt();
        private final AtomicLong sent = new AtomicLong();
        private volatile boolean muted;
        private volatile Future<?> sending;
        private double phase;

        Line(DatagramSocket socket, InetSocketAddress target) {
            this.socket = socket;
            this.target = target;
        }

        void begin() {
            sending = thread.scheduleAtFixedRate(this::send, 0, 20, TimeUnit.MILLISECONDS);
        }

        int port() {
            return socket.getLocalPort();
        }

        long sent() {
            return sent.get();
        }

        void mute(boolean silent) {
            muted = silent;
        }

        private void send() {
            var packet = ByteBuffer.allocate(HEADER + SAMPLES);
            long number = sent.getAndIncrement();
            packet.put((byte) 0x80).put((byte) 0).putShort((short) number).putInt((int) (number * SAMPLES));
            packet.putInt(source);
            double step = 2 * Math.PI * note.get().hertz() / RATE;
            for (int i = 0; i < SAMPLES; i++) {
                phase = (phase + step) % (2 * Math.PI);
                packet.put(muLaw(muted ? 0 : (int) (LOUDNESS * Math.sin(phase))));
            }
            try {
                socket.send(new DatagramPacket(packet.array(), packet.capacity(), target));
            } catch (IOException unreachable) {
                // A phone that is gone is nothing to stop for: its session ends by its owner or by a timer.
                socket.disconnect();
            }
        }

        @Override
        public void close() {
            sending.cancel(false);
            socket.close();
        }
    }

    /** ITU-T G.711, 14 bits of which are used. */
    private static byte muLaw(int sample) {
        int magnitude = Math.min(Math.abs(sample), 32_635) + 132;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
        return (byte) ~((sample < 0 ? 0x80 : 0) | exponent << 4 | mantissa);
    }
}
