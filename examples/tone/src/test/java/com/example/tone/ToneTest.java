package com.example.tone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The plugin's own parts. */
final class ToneTest {
    @Test
    void notes_haveTheirFrequency() {
        assertThat(Note.of("a4").hertz()).isEqualTo(440);
        assertThat(Note.of("c5").hertz()).isCloseTo(523.25, within(0.01));
        assertThat(Note.of("g#3").hertz()).isCloseTo(207.65, within(0.01));
        assertThatThrownBy(() -> Note.of("h9")).hasMessage("no note: h9");
    }

    @Test
    void offers_areTakenIfTheyHavePcmu() {
        var sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
        var offer = RtpOffer.parse(sdp + "m=audio 4000 RTP/AVP 8 0\r\nm=video 4002 RTP/AVP 96\r\n")
                .orElseThrow();
        assertThat(offer.target()).isEqualTo(new InetSocketAddress("192.0.2.1", 4000));
        assertThat(offer.answer("127.0.0.1", 5000).sdp()).contains("m=audio 5000 RTP/AVP 0", "m=video 0 RTP/AVP 96");
        for (var bad :
                new String[] {"", "m=audio 4000 RTP/AVP 8\r\n", "m=audio 70000 RTP/AVP 0\r\n", "m=video 1 RTP/AVP 0"}) {
            assertThat(RtpOffer.parse(sdp + bad)).isEmpty();
        }
    }

    @Test
    void aPhone_hearsThePackets() throws IOException {
        try (var phone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var speaker = new Speaker(() -> Note.BY_DEFAULT);
                var line = speaker.open("127.0.0.1", new InetSocketAddress("127.0.0.1", phone.getLocalPort()))) {
            phone.setSoTimeout(5000);
            for (int i = 0; i < 5; i++) {
                var packet = new DatagramPacket(new byte[1500], 1500);
                phone.receive(packet);
                assertThat(packet.getLength()).isEqualTo(172);
                assertThat(packet.getData()[3]).isEqualTo((byte) i);
                assertThat(packet.getPort()).isEqualTo(line.port());
            }
        }
    }
}
