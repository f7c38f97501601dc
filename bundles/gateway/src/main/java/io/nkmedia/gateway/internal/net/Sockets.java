package io.nkmedia.gateway.internal.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.nkmedia.base.Time;
import io.nkmedia.gateway.ConnectSpec;
import io.nkmedia.gateway.internal.Address;
import io.nkmedia.gateway.internal.Door;
import io.nkmedia.gateway.internal.Link;
import io.nkmedia.gateway.internal.Links;
import io.nkmedia.gateway.internal.Port;
import io.nkmedia.gateway.internal.Ports;
import io.nkmedia.gateway.internal.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The event loops, and all sockets on them. */
public final class Sockets implements Ports, AutoCloseable {
    private static final long CLOSE_SECONDS = 2;
    private static final int FILE_THREADS = 2;
    private static final int FILES_WAITING = 4096;

    private final Links links;
    private final Time time;
    private final EventLoopGroup loops = new NioEventLoopGroup(0, threads("nkmedia-net-"));

    /** The JDK looks names up only by blocking. */
    private final ExecutorService names = Executors.newSingleThreadExecutor(threads("nkmedia-names-"));

    /** Files for browsers; who asks when this many wait is told to come again. */
    private final ExecutorService files = new ThreadPoolExecutor(
            FILE_THREADS,
            FILE_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(FILES_WAITING),
            threads("nkmedia-files-"));

    public Sockets(Links links, Time time) {
        this.links = links;
        this.time = time;
    }

    @Override
    public CompletionStage<Port> open(Door door) {
        try {
            var address = Address.parse(door.spec().url());
            var where = new InetSocketAddress(numeric(address.host()), address.port());
            if (address.scheme().equals("udp")) {
                var datagrams = new Datagrams(door, address, links, time);
                return onLoop(() -> datagrams.bind(loops, where));
            }
            var tls = address.secure() ? Optional.of(tls(door)) : Optional.<Tls>empty();
            var served = new Served(door, address, tls, links, files);
            return onLoop(() -> served.bind(loops, where, time));
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Netty leaves thread-locals where it works, and on a caller's thread they would outlive this bundle. */
    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> work) {
        return CompletableFuture.supplyAsync(work, loops.next()).thenCompose(stage -> stage);
    }

    private static Tls tls(Door door) throws IOException {
        var spec = door.spec().tls();
        if (spec.isEmpty()) {
            throw new IOException("a certificate and a key are needed");
        }
        return new Tls(spec.get());
    }

    private static InetAddress numeric(String host) throws IOException {
        if (host.equals("localhost")) {
            return InetAddress.getLoopbackAddress();
        }
        var address = NetUtil.createInetAddressFromIpAddressString(host);
        if (address == null) {
            throw new IOException("not an address: " + host);
        }
        return address;
    }

    @Override
    public CompletionStage<Link> connect(ConnectSpec spec, Source source) {
        try {
            var address = Address.parse(spec.url());
            if (address.scheme().equals("udp")) {
                throw new IOException("datagrams are sent by a listener: " + spec.url());
            }
            var calling = new Calling(spec, address, source, links);
            return look(address.host())
                    .thenCompose(found -> found.isEmpty()
                            ? CompletableFuture.failedStage(Failures.connect(new UnknownHostException(), spec.url()))
                            : onLoop(() -> calling.connect(loops, new InetSocketAddress(found.get(), address.port()))));
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedStage(new IOException(e.getMessage(), e));
        }
    }

    private CompletionStage<Optional<InetAddress>> look(String host) {
        var literal = NetUtil.createInetAddressFromIpAddressString(host);
        return literal != null
                ? CompletableFuture.completedStage(Optional.of(literal))
                : CompletableFuture.supplyAsync(() -> lookUp(host), names);
    }

    private static Optional<InetAddress> lookUp(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Waits until the event loops have ended, at most 2 s. */
    @Override
    public void close() {
        names.shutdownNow();
        files.shutdownNow();
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static ThreadFactory threads(String prefix) {
        var count = new AtomicInteger();
        return task -> {
            var thread = new FastThreadLocalThread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(Sockets.class.getClassLoader());
            return thread;
        };
    }
}
