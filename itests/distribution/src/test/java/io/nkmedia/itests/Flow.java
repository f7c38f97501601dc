package io.nkmedia.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What a peer connection got and sent in a time, by the browser's own statistics.
 *
 * @param connection its state at the end of the time
 * @param frames decoded
 * @param audioEnergy 0 in silence, and while the sound isn't played
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Flow(
        String connection,
        double seconds,
        long audioPackets,
        long videoPackets,
        long frames,
        double audioEnergy,
        long videoBytesSent) {
    /** Half of what the fake devices make, as this machine may be busy. */
    void assertHeardAndSeen() {
        assertThat(connection).isEqualTo("connected");
        assertThat(audioPackets / seconds).as("audio packets/s of %s", this).isGreaterThan(25);
        assertThat(videoPackets / seconds).as("video packets/s of %s", this).isGreaterThan(5);
        assertThat(frames / seconds).as("frames/s of %s", this).isGreaterThan(5);
    }

    double videoBitsSent() {
        return videoBytesSent * 8 / seconds;
    }
}
