import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rates, read } from '../../main/resources/web/demo/js/stats.js';

const report = (time, packets) =>
  new Map([
    ['a', { type: 'inbound-rtp', kind: 'audio', timestamp: time, packetsReceived: packets, bytesReceived: packets * 100 }],
    ['v', { type: 'inbound-rtp', kind: 'video', timestamp: time, packetsReceived: packets, bytesReceived: packets * 1000, framesDecoded: packets / 2, frameWidth: 640, frameHeight: 480 }],
    ['o', { type: 'outbound-rtp', kind: 'video', timestamp: time, packetsSent: 5, bytesSent: packets * 250 }],
    ['p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.0123 }],
  ]);

test('a reading sums audio and video and takes the picture size from video', () => {
  const sum = read(report(1000, 10));
  assert.deepEqual([sum.packetsIn, sum.bytesIn, sum.framesIn, sum.width, sum.height, sum.rtt], [20, 11000, 5, 640, 480, 12]);
});

test('rates are per second', () => {
  const rate = rates(read(report(1000, 10)), read(report(3000, 30)));
  assert.deepEqual(rate, { packetsIn: 20, kbitIn: 88, kbitOut: 20, fps: 5 });
});

test('no time between two readings gives zeros, not infinities', () => {
  const sum = read(report(1000, 10));
  assert.deepEqual(rates(sum, sum), { packetsIn: 0, kbitIn: 0, kbitOut: 0, fps: 0 });
});
