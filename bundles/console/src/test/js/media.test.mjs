import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Leg } from '../../main/resources/web/demo/js/media.js';

globalThis.MediaStream = class {
  tracks = [];
  addTrack(track) {
    this.tracks.push(track);
  }
};

globalThis.RTCPeerConnection = class {
  signalingState = 'stable';
  connectionState = 'new';
  added = [];
  addTrack() {}
  async setLocalDescription() {
    this.localDescription = { sdp: 'local-sdp' };
    if (this.signalingState === 'stable') this.signalingState = 'have-local-offer';
  }
  async setRemoteDescription({ type, sdp }) {
    this.remote = sdp;
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
  }
  async addIceCandidate(candidate) {
    assert.ok(this.remote, 'a candidate before the remote description');
    this.added.push(candidate?.candidate ?? 'end');
  }
  close() {
    this.connectionState = 'closed';
  }
};

const stream = { getTracks: () => [{ kind: 'audio', enabled: true }] };
const settle = () => new Promise((resolve) => setImmediate(resolve));
const candidate = (text) => ({ candidate: { candidate: text, sdpMid: '0', sdpMLineIndex: 0 } });

/** Stands for client.js: the test answers the requests and publishes the events. */
class FakeClient {
  state = 'ready';
  requests = [];
  #watch = null;

  request(command, data) {
    return new Promise((resolve, reject) => this.requests.push({ command: command.split('/')[2], data, resolve, reject }));
  }
  watch(pattern, callback) {
    this.#watch = callback;
    return () => (this.#watch = null);
  }
  publish(type, body) {
    this.#watch?.({ type, body });
  }
  get commands() {
    return this.requests.map(({ command }) => command);
  }
  last(command) {
    return this.requests.findLast((request) => request.command === command);
  }
}

async function started() {
  const client = new FakeClient();
  const leg = new Leg(client, stream);
  const states = [];
  leg.addEventListener('state', ({ detail }) => states.push(detail));
  const done = leg.echo({ bitrate: 128000 });
  done.catch(() => {});
  await settle();
  return { client, leg, states, done };
}

test('local candidates wait for the session id, then go in order, then the end', async () => {
  const { client, leg } = await started();
  leg.pc.onicecandidate(candidate('candidate:1'));
  assert.deepEqual(client.commands, ['create']);
  client.last('create').resolve({ session_id: 'm-1' });
  await settle();
  leg.pc.onicecandidate(candidate('candidate:2'));
  leg.pc.onicecandidate({ candidate: null });
  assert.deepEqual(client.commands, ['create', 'set_candidate', 'set_candidate', 'set_candidate_end']);
  assert.deepEqual(client.requests[1].data, { session_id: 'm-1', sdpMid: '0', sdpMLineIndex: 0, candidate: 'candidate:1' });
  leg.close();
});

test('an echo asks with its offer and options', async () => {
  const { client, leg } = await started();
  assert.deepEqual(client.last('create').data, { type: 'echo', bitrate: 128000, offer: { sdp: 'local-sdp', trickle_ice: true } });
  leg.close();
});

test('remote candidates wait for the answer', async () => {
  const { client, leg } = await started();
  client.last('create').resolve({ session_id: 'm-1' });
  await settle();
  client.publish('candidate', { candidate: 'candidate:a', sdpMid: '0' });
  client.publish('answer', { answer: { sdp: 'remote-sdp' } });
  client.publish('candidate_end');
  await settle();
  assert.deepEqual(leg.pc.added, ['candidate:a', 'end']);
  assert.equal(leg.state, 'connecting');
  leg.close();
});

test('an answer in the reply is taken, its event then changes nothing', async () => {
  const { client, leg } = await started();
  client.last('create').resolve({ session_id: 'm-1', answer: { sdp: 'first' } });
  await settle();
  client.publish('answer', { answer: { sdp: 'second' } });
  await settle();
  assert.equal(leg.pc.remote, 'first');
  leg.close();
});

test('a callee answers the offer of its slave session before it sends candidates', async () => {
  const client = new FakeClient();
  const leg = new Leg(client, stream);
  leg.answer('master-1').catch(assert.fail);
  await settle();
  assert.deepEqual(client.last('create').data, { type: 'p2p', master_id: 'master-1', set_master_answer: true, wait_reply: true });
  client.last('create').resolve({ session_id: 's-1', offer: { sdp: 'their-offer' } });
  await settle();
  leg.pc.onicecandidate(candidate('candidate:1'));
  assert.deepEqual(client.commands, ['create', 'set_answer']);
  client.last('set_answer').resolve({});
  await settle();
  assert.deepEqual(client.commands, ['create', 'set_answer', 'set_candidate']);
  leg.close();
});

test('a leg closed while it is made destroys its session as soon as it knows the id', async () => {
  const { client, leg, states, done } = await started();
  leg.close();
  client.last('create').resolve({ session_id: 'm-1' });
  await assert.rejects(done, { name: 'session_stop' });
  assert.deepEqual(client.last('destroy').data, { session_id: 'm-1' });
  assert.equal(client.commands.filter((command) => command === 'destroy').length, 1);
  assert.equal(states.filter(({ state }) => state === 'ended').length, 1);
});

test('the end comes once, with the reason of the server, and needs no destroy', async () => {
  const { client, leg, states } = await started();
  client.last('create').resolve({ session_id: 'm-1' });
  await settle();
  client.publish('destroyed', { code: 300022, name: 'backend_down', reason: 'Media server lost' });
  leg.close();
  const ends = states.filter(({ state }) => state === 'ended');
  assert.equal(ends.length, 1);
  assert.equal(ends[0].reason.name, 'backend_down');
  assert.equal(leg.pc.connectionState, 'closed');
  assert.ok(!client.commands.includes('destroy'));
});

test('a media connection that fails ends the session on both sides', async () => {
  const { client, leg, states } = await started();
  client.last('create').resolve({ session_id: 'm-1', answer: { sdp: 'x' } });
  await settle();
  leg.pc.connectionState = 'failed';
  leg.pc.onconnectionstatechange();
  assert.equal(states.at(-1).reason.error.name, 'session_failed');
  assert.deepEqual(client.last('destroy').data, { session_id: 'm-1', reason: 'session_failed' });
});

/** A leg that is connected, and whose engine then dies. */
async function rebuilt() {
  const { client, leg, states } = await started();
  client.last('create').resolve({ session_id: 'm-1', answer: { sdp: 'first' } });
  await settle();
  const before = leg.pc;
  before.connectionState = 'connected';
  before.onconnectionstatechange();
  const peers = [];
  leg.addEventListener('peer', ({ detail }) => peers.push(detail.pc));
  client.publish('restart', {});
  await settle();
  return { client, leg, states, before, peers };
}

test('another engine gets another peer connection, and what the first one still says is not heard', async () => {
  const { client, leg, states, before, peers } = await rebuilt();
  assert.notEqual(leg.pc, before);
  assert.deepEqual(peers, [leg.pc]);
  assert.equal(before.connectionState, 'closed');
  assert.deepEqual(client.last('restart_ice').data, { session_id: 'm-1', offer: { sdp: 'local-sdp', trickle_ice: true } });
  before.onicecandidate(candidate('candidate:old'));
  leg.pc.onicecandidate(candidate('candidate:new'));
  assert.equal(client.last('set_candidate').data.candidate, 'candidate:new');
  client.publish('answer', { answer: { sdp: 'second' } });
  client.last('restart_ice').resolve({ answer: { sdp: 'second' } });
  await settle();
  assert.equal(leg.pc.remote, 'second');
  leg.pc.connectionState = 'connected';
  leg.pc.onconnectionstatechange();
  assert.deepEqual(
    states.map(({ state }) => state),
    ['starting', 'waiting', 'connecting', 'ready', 'waiting', 'connecting', 'ready'],
  );
  leg.close();
});

test('a server that is replaced meanwhile answers by event', async () => {
  const { client, leg } = await rebuilt();
  client.last('restart_ice').reject(Object.assign(new Error('later'), { name: 'service_unavailable' }));
  await settle();
  client.publish('answer', { answer: { sdp: 'second' } });
  await settle();
  assert.equal(leg.pc.remote, 'second');
  leg.close();
});

test('a new offer that is refused ends the leg', async () => {
  const { client, leg, states } = await rebuilt();
  client.last('restart_ice').reject(Object.assign(new Error('no'), { name: 'invalid_sdp' }));
  await settle();
  assert.equal(states.at(-1).state, 'ended');
  assert.equal(leg.state, 'ended');
});
