import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delay } from '../../main/resources/web/demo/js/backoff.js';
import { Client } from '../../main/resources/web/demo/js/client.js';
import { explain } from '../../main/resources/web/demo/js/errors.js';

/** The server's end of a socket, driven by the test. */
class FakeSocket {
  static last;
  readyState = 0;
  sent = [];
  closedWith = null;

  constructor(url) {
    this.url = url;
    FakeSocket.last = this;
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen();
    });
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.closedWith ??= code;
    this.readyState = 3;
  }

  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  drop(code, reason = '') {
    this.readyState = 3;
    this.onclose({ code, reason });
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function ready(limits) {
  const client = new Client('ws://host/nkmedia/demo', { Socket: FakeSocket, limits });
  const login = client.login({ user: 'a', password: 'secret' });
  await settle();
  const socket = FakeSocket.last;
  socket.say({ result: 'ok', tid: 1, data: { session_id: 's-1', user: 'a', resume_token: 'tok' } });
  await login;
  return { client, socket };
}

test('login is the first message, and its reply makes the client ready', async () => {
  const { client, socket } = await ready();
  assert.deepEqual(socket.sent[0], { class: 'core', subclass: 'user', cmd: 'login', data: { user: 'a', password: 'secret' }, tid: 1 });
  assert.equal(client.state, 'ready');
  assert.equal(client.session.session_id, 's-1');
});

test('a refused login rejects with the error of the API and closes', async () => {
  const client = new Client('ws://host/x', { Socket: FakeSocket });
  const login = client.login({ user: 'a', password: 'b' });
  await settle();
  FakeSocket.last.say({ result: 'error', tid: 1, data: { code: 100030, name: 'unauthorized', error: 'Unauthorized' } });
  const error = await login.catch((e) => e);
  assert.equal(error.code, 100030);
  assert.match(explain(error), /password is wrong/);
  assert.equal(client.state, 'closed');
  assert.equal(FakeSocket.last.closedWith, 1000);
});

test('answers find their request in any order, errors carry code, name and field', async () => {
  const { client, socket } = await ready();
  const one = client.request('core/core/ping');
  const two = client.request('media/session/create', { type: 'x' });
  socket.say({ result: 'error', tid: 3, data: { code: 100046, name: 'invalid_value', error: 'Invalid value', field: 'data.type' } });
  socket.say({ result: 'ok', tid: 2 });
  assert.deepEqual(await one, {});
  const error = await two.catch((e) => e);
  assert.deepEqual([error.code, error.name, error.field], [100046, 'invalid_value', 'data.type']);
});

test('no answer in time is a timeout, a late one is dropped', async () => {
  const { client, socket } = await ready({ op: 20 });
  const error = await client.request('core/core/ping').catch((e) => e);
  assert.equal(error.name, 'timeout');
  socket.say({ result: 'ok', tid: 2 });
  assert.equal(client.state, 'ready');
});

test('an acknowledgement grants more time', async () => {
  const { client, socket } = await ready({ op: 30, ack: 5000 });
  const request = client.request('media/session/create');
  socket.say({ ack: 2 });
  const quick = await client.request('core/core/ping').catch((e) => e);
  assert.equal(quick.name, 'timeout');
  socket.say({ result: 'ok', tid: 2, data: { session_id: 'm' } });
  assert.deepEqual(await request, { session_id: 'm' });
});

test('pings and events are answered before listeners run, unknown requests are refused', async () => {
  const { client, socket } = await ready();
  let seen;
  client.watch({ class: 'media', obj_id: 'm' }, () => (seen = socket.sent.at(-1)));
  socket.say({ class: 'core', cmd: 'ping', data: { time: 25 }, tid: 1 });
  assert.deepEqual(socket.sent.at(-1), { result: 'ok', tid: 1 });
  socket.say({ class: 'core', cmd: 'event', data: { class: 'media', type: 'status', obj_id: 'm' }, tid: 2 });
  assert.deepEqual(seen, { result: 'ok', tid: 2 });
  socket.say({ class: 'shop', subclass: 'x', cmd: 'buy', tid: 3 });
  assert.equal(socket.sent.at(-1).data.name, 'unknown_command');
});

test('a watch sees only what matches, and nothing once stopped', async () => {
  const { client, socket } = await ready();
  const types = [];
  const stop = client.watch({ class: 'media', obj_id: 'm' }, (event) => types.push(event.type));
  const publish = (type, id) => socket.say({ class: 'core', cmd: 'event', data: { class: 'media', type, obj_id: id }, tid: 9 });
  publish('status', 'm');
  publish('status', 'other');
  stop();
  publish('destroyed', 'm');
  assert.deepEqual(types, ['status']);
});

test('a lost connection fails what waits, once, and says why', async () => {
  const { client, socket } = await ready();
  const states = [];
  client.addEventListener('state', ({ detail }) => states.push(detail));
  const request = client.request('core/core/ping');
  socket.drop(4413);
  assert.equal((await request.catch((e) => e)).name, 'connection_lost');
  assert.equal((await client.request('core/core/ping').catch((e) => e)).name, 'connection_lost');
  client.close();
  assert.equal(states.length, 1);
  assert.match(states[0].reason.reason, /too slowly/);
});

test('frames are shown without secrets', async () => {
  const client = new Client('ws://host/x', { Socket: FakeSocket });
  const frames = [];
  client.addEventListener('frame', ({ detail }) => frames.push(JSON.stringify(detail.frame)));
  const login = client.login({ user: 'a', password: 'secret' });
  await settle();
  FakeSocket.last.say({ result: 'ok', tid: 1, data: { session_id: 's', resume_token: 'tok-123' } });
  await login;
  assert.equal(frames.length, 2);
  assert.doesNotMatch(frames.join(), /secret|tok-123/);
});

test('requests beyond the bound are refused here', async () => {
  const { client } = await ready({ pending: 1 });
  client.request('core/core/ping').catch(() => {});
  const error = await client.request('core/core/ping').catch((e) => e);
  assert.equal(error.name, 'too_many_requests');
  client.close();
});

const FAST = { backoff: { first: 4, most: 8 } };

async function resumable(limits = FAST) {
  const client = new Client('ws://host/nkmedia/demo', { Socket: FakeSocket, limits });
  const login = client.login({ user: 'a', password: 'secret' });
  await settle();
  FakeSocket.last.say({ result: 'ok', tid: 1, data: { session_id: 's-1', user: 'a', resume_token: 'tok-1', resume_timeout: 1 } });
  await login;
  return client;
}

const state = (client, wanted) =>
  new Promise((resolve) => client.addEventListener('state', ({ detail }) => detail.state === wanted && resolve(detail)));

async function nextSocket(before) {
  for (let i = 0; i < 200 && (FakeSocket.last === before || FakeSocket.last.sent.length === 0); i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.notEqual(FakeSocket.last, before, 'no new socket was opened');
  return FakeSocket.last;
}

test('a broken socket is replaced, with the session, its token and its watches', async () => {
  const client = await resumable();
  const first = FakeSocket.last;
  const heard = [];
  client.watch({ class: 'app' }, (event) => heard.push(event.seq));
  const waiting = client.request('core/core/ping').catch((e) => e);
  first.drop(1006);
  assert.equal((await waiting).name, 'connection_lost');
  assert.equal(client.state, 'resuming');
  const second = await nextSocket(first);
  const { data, tid } = second.sent[0];
  assert.deepEqual([data.session_id, data.resume_token, data.password], ['s-1', 'tok-1', 'secret']);
  const ready = state(client, 'ready');
  second.say({ result: 'ok', tid, data: { session_id: 's-1', user: 'a', resumed: true, resume_token: 'tok-2', resume_timeout: 1 } });
  await ready;
  second.say({ class: 'core', cmd: 'event', data: { class: 'app', seq: 7 }, tid: 1 });
  assert.deepEqual(heard, [7]);
  assert.equal(client.session.resume_token, 'tok-2');
});

test('a session that is gone ends the client', async () => {
  const client = await resumable();
  const first = FakeSocket.last;
  first.drop(1001);
  const second = await nextSocket(first);
  const closed = state(client, 'closed');
  second.say({ result: 'error', tid: second.sent[0].tid, data: { code: 100035, name: 'invalid_session_id', error: 'Invalid session id' } });
  await closed;
});

test('a close that ends the session is not tried again', async () => {
  for (const code of [1000, 1005, 4409, 4410, 4429]) {
    const client = await resumable();
    FakeSocket.last.drop(code);
    assert.equal(client.state, 'closed', `after ${code}`);
  }
});

test('attempts are spread, doubled, and bounded', () => {
  assert.equal(delay(0, {}, () => 0), 250);
  assert.equal(delay(0, {}, () => 1), 500);
  assert.equal(delay(3, {}, () => 1), 4000);
  assert.equal(delay(20, {}, () => 1), 30_000);
});
