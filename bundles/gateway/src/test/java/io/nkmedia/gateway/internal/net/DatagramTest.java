package io.nkmedia.gateway.internal.net;

import static io.nkmedia.gateway.internal.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nkmedia.gateway.FrameLimits;
import io.nkmedia.gateway.Framing;
import io.nkmedia.gateway.ListenerSpec;
import io.nkmedia.gateway.internal.Script;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatagramTest extends SocketsFixture {
    private static final int LIMIT_MILLIS = 30_000;
    private DatagramSocket peer;

    @BeforeEach
    void open() throws IOException {
        peer = socket();
        script.framings = Set.of(Framing.DATAGRAM);
        gateway.unbind(script, PROPERTIES);
        gateway.bind(script, PROPERTIES);
    }

    @AfterEach
    void close() {
        peer.close();
    }

    private static DatagramSocket socket() throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static void say(DatagramSocket from, int port, byte[] content) throws IOException {
        from.send(new DatagramPacket(content, content.length, InetAddress.getLoopbackAddress(), port));
    }

    private void say(int port, String text) throws IOException {
        say(peer, port, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hears(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private int attached(ListenerSpec spec) {
        int port = listen(spec);
        eventually("attached", () -> script.log.contains("attach"));
        return port;
    }

    @Test
    void datagrams_ofSeveralPeers_areAnsweredEachToItsOwn() throws IOException {
        int port = attached(spec("udp"));
        try (var other = socket()) {
            say(port, "one");
            say(other, port, "two".getBytes(StandardCharsets.UTF_8));
            assertThat(hears(peer)).isEqualTo("one");
            assertThat(hears(other)).isEqualTo("two");
        }
        var info = script.only().info();
        assertThat(info.transport()).isEqualTo("udp");
        assertThat(info.loopback()).isTrue();
    }

    @Test
    void protocol_sendsToAPeerThatHasNeverSent() throws IOException {
        attached(spec("udp"));
        var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.getLocalPort());
        script.only().send(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)), there);
        assertThat(hears(peer)).isEqualTo("hello");
    }

    @Test
    void datagramTooLargeOrEmpty_isLost_andTheNextIsHeard() throws IOException {
        int port = attached(spec("udp").withLimits(new FrameLimits(10, 10, 100)));
        say(port, "longer than ten bytes");
        say(port, "");
        say(port, "short");
        assertThat(hears(peer)).isEqualTo("short");
        assertThat(script.log).containsExactly("attach", "datagram short");
    }

    @Test
    void largestDatagram_arrivesWhole() throws IOException {
        int port = attached(spec("udp"));
        say(peer, port, new byte[65_507]);
        assertThat(hears(peer)).hasSize(65_507);
    }

    @Test
    void holderReplaced_whatCameMeanwhileIsHeard() throws IOException {
        int port = attached(spec("udp"));
        gateway.unbind(script, PROPERTIES);
        say(port, "while away");
        var next = new Script("second");
        next.framings = script.framings;
        gateway.bind(next, PROPERTIES);
        eventually("heard by the next", () -> next.log.contains("datagram while away"));
        assertThat(next.log).contains("attach saved by first");
    }

    @Test
    void protocolFails_thePortGoesOnWithANewConnection() throws IOException {
        script.onDatagram = (connection, frame, from) -> {
            throw new IllegalStateException("a bug");
        };
        int port = attached(spec("udp"));
        say(port, "bad");
        eventually("a second connection", () -> script.connections.size() == 2);
        script.onDatagram = io.nkmedia.gateway.Connection::send;
        eventually("answered", () -> {
            try {
                say(port, "good");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return script.log.contains("datagram good");
        });
        assertThat(script.log).contains("closed 1011");
    }

    @Test
    void flood_isCutPerPeer_andLaterOnesAreHeard() throws IOException {
        script.onDatagram = (connection, frame, from) -> {};
        int port = attached(spec("udp"));
        long start = System.nanoTime();
        for (int i = 0; i < 4 * Senders.PER_SECOND; i++) {
            say(port, "x");
        }
        long shares = 2 + (System.nanoTime() - start) / 1_000_000_000;
        assertThat(script.log.size()).isLessThanOrEqualTo((int) (1 + shares * Senders.PER_SECOND));
        script.onDatagram = io.nkmedia.gateway.Connection::send;
        eventually("another second, another share", () -> {
            try {
                say(port, "still there?");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return script.log.contains("datagram still there?");
        });
        assertThat(script.only().queuedBytes()).isLessThan(FrameLimits.DEFAULT.maxQueueBytes());
    }

    @Test
    void closed_thePortIsFree_andTheProtocolIsTold() throws IOException {
        int port = attached(ListenerSpec.of("udp://127.0.0.1:" + QuietPort.find(), ID, Map.of()));
        apply();
        eventually("told", () -> script.log.contains("closed 1001"));
        try (var again = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void protocolThatIsNotForDatagrams_doesNotGetThem() throws IOException {
        script.framings = Set.of(Framing.TEXT);
        gateway.unbind(script, PROPERTIES);
        gateway.bind(script, PROPERTIES);
        int port = listen(ListenerSpec.of("udp://127.0.0.1:0", ID, Map.of()));
        say(port, "hello");
        assertThat(listeners.list().get(0).open()).isTrue();
        assertThat(script.log).doesNotContain("attach");
    }

    @Test
    void senders_countEachPeerOnItsOwn() throws IOException {
        var senders = new Senders();
        var one = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < Senders.PER_SECOND; i++) {
            assertThat(senders.tooMany(one, 0)).isFalse();
        }
        assertThat(senders.tooMany(one, 0)).isTrue();
        assertThat(senders.tooMany(InetAddress.getByName("192.0.2.2"), 0)).isFalse();
        assertThat(senders.tooMany(one, 1_000_000_000)).isFalse();
    }
}
