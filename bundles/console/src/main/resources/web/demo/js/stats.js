/** Figures of a peer connection, made from two readings of its counters. */

/** Sums up a getStats report: counters since the start, and the sizes of the picture now. */
export function read(report) {
  const sum = { time: 0, packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0, framesIn: 0, lost: 0, width: 0, height: 0, rtt: null };
  for (const stat of report.values()) {
    if (stat.type === 'inbound-rtp') {
      sum.time = Math.max(sum.time, stat.timestamp);
      sum.packetsIn += stat.packetsReceived ?? 0;
      sum.bytesIn += stat.bytesReceived ?? 0;
      sum.lost += stat.packetsLost ?? 0;
      if (stat.kind === 'video') {
        sum.framesIn += stat.framesDecoded ?? 0;
        sum.width = stat.frameWidth ?? 0;
        sum.height = stat.frameHeight ?? 0;
      }
    } else if (stat.type === 'outbound-rtp') {
      sum.time = Math.max(sum.time, stat.timestamp);
      sum.packetsOut += stat.packetsSent ?? 0;
      sum.bytesOut += stat.bytesSent ?? 0;
    } else if (stat.type === 'candidate-pair' && stat.nominated && stat.currentRoundTripTime !== undefined) {
      sum.rtt = Math.round(stat.currentRoundTripTime * 1000);
    }
  }
  return sum;
}

/** Packets, kilobits and frames a second between two readings; zeros if no time passed. */
export function rates(before, after) {
  const seconds = (after.time - before.time) / 1000;
  const per = (key, factor = 1) => (seconds > 0 ? Math.max(0, ((after[key] - before[key]) * factor) / seconds) : 0);
  return {
    packetsIn: per('packetsIn'),
    kbitIn: per('bytesIn', 0.008),
    kbitOut: per('bytesOut', 0.008),
    fps: per('framesIn'),
  };
}

/** Reads once a second and hands each pair of total and rates to the callback, until stopped. */
export function meter(pc, callback) {
  let before = null;
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || pc.connectionState === 'closed') return;
    busy = true;
    const total = read(await pc.getStats());
    busy = false;
    if (before) callback(total, rates(before, total));
    before = total;
  }, 1000);
  return () => clearInterval(timer);
}
