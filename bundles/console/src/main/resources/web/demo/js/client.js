/**
 * A small client of the management and signaling protocol over WebSocket.
 *
 *   const client = new Client('wss://host/nkmedia/demo');
 *   await client.login({user, password});
 *   const {session_id} = await client.request('media/session/create', {type: 'echo', offer});
 *   const stop = client.watch({class: 'media', subclass: 'session', obj_id: session_id}, (event) => …);
 *
 * Dispatches (all are CustomEvents):
 *   state  {state, reason?}       idle → connecting → ready → closed; a closed client is not used again.
 *                                 When the socket breaks: ready → resuming → ready, with the same session, or closed
 *   event  the API event's data   every event that arrives
 *   frame  {dir, frame, time}     every frame, 'in' or 'out', with secrets blanked
 */
import { delay, isBreak, mayPass } from './backoff.js';
import { ApiError, closeReason, UNKNOWN_COMMAND } from './errors.js';

/** Milliseconds in which a request must be answered or acknowledged, and what each acknowledgement grants. */
export const LIMITS = { connect: 10_000, op: 5_000, ack: 180_000, pending: 256 };

const SECRETS = new Set(['password', 'pass', 'token', 'resume_token', 'credential']);

export class Client extends EventTarget {
  #url;
  #Socket;
  #limits;
  #socket = null;
  #pending = new Map();
  #watches = new Set();
  #nextTid = 1;
  #bye = null;
  #credentials = null;
  #retry = null;

  /** What the server said at login: session_id, user, roles, … */
  session = null;
  state = 'idle';

  constructor(url, { Socket = globalThis.WebSocket, limits = {} } = {}) {
    super();
    this.#url = url;
    this.#Socket = Socket;
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Opens the connection and logs in; rejects with an ApiError, after which the client is closed. */
  async login(credentials) {
    if (this.state !== 'idle') throw new Error('A client logs in once');
    this.#become('connecting');
    this.#credentials = credentials;
    try {
      await this.#open();
      this.session = await this.request('core/user/login', credentials);
      this.#become('ready');
      return this.session;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Asks for 'class/subclass/cmd'; resolves with the reply's data, rejects with an ApiError. */
  request(command, data = {}) {
    const [cls, subclass, cmd] = command.split('/');
    if (this.#socket?.readyState !== 1) {
      return Promise.reject(ApiError.local('connection_lost', 'There is no connection to the server'));
    }
    if (this.#pending.size >= this.#limits.pending) {
      return Promise.reject(ApiError.local('too_many_requests', 'Too many requests wait for an answer'));
    }
    return new Promise((resolve, reject) => {
      const tid = this.#nextTid++;
      this.#pending.set(tid, { resolve, reject, command, timer: this.#timer(tid, this.#limits.op) });
      this.#send({ class: cls, subclass, cmd, data, tid });
    });
  }

  /** Calls back for each event that has all fields of the pattern; the result stops it. */
  watch(pattern, callback) {
    const watch = { pattern: Object.entries(pattern), callback };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  /** Ends the session on the server, which then closes the connection. */
  async logout() {
    try {
      await this.request('core/user/logout');
    } finally {
      this.close();
    }
  }

  /** Closes at once; a code of 1000 tells the server that nobody will come back for this session. */
  close() {
    clearTimeout(this.#retry);
    this.#socket?.close(1000);
    this.#end({ code: 1000, reason: 'Logged out', asked: true });
  }

  #open() {
    return new Promise((resolve, reject) => {
      const fail = (text) => reject(ApiError.local('connection_failed', text));
      const timer = setTimeout(() => fail('The server did not answer'), this.#limits.connect);
      const socket = new this.#Socket(this.#url);
      this.#socket = socket;
      socket.onopen = () => {
        clearTimeout(timer);
        resolve();
      };
      socket.onmessage = (message) => this.#receive(message.data);
      socket.onclose = (event) => {
        clearTimeout(timer);
        const reason = this.#bye ?? closeReason(event.code, event.reason);
        fail(event.code === 1006 ? 'Could not connect: no such service, or the server is down' : reason.reason);
        if (socket === this.#socket) this.#broken(reason);
      };
    });
  }

  /** The socket is gone: comes back with the same session if the server keeps it, else it is the end. */
  #broken(reason) {
    if (this.state === 'ready' && this.session.resume_timeout > 0 && isBreak(reason.code)) {
      this.#bye = null;
      this.#failPending(reason);
      this.#become('resuming', reason);
      this.#resume(reason, Date.now() + this.session.resume_timeout * 1000, 0);
    } else if (this.state !== 'resuming') {
      this.#end(reason);
    }
  }

  #resume(reason, until, attempt) {
    const wait = delay(attempt, this.#limits.backoff);
    if (Date.now() + wait > until) return this.#end(reason);
    this.#retry = setTimeout(async () => {
      try {
        await this.#open();
        const { session_id, resume_token, user } = this.session;
        this.session = await this.request('core/user/login', { ...this.#credentials, user, session_id, resume_token });
        this.#become('ready');
      } catch (error) {
        if (this.state !== 'resuming') return;
        const lost = this.#socket;
        this.#socket = null;
        lost?.close(1000);
        this.#failPending(reason);
        if (mayPass(error)) this.#resume(reason, until, attempt + 1);
        else this.#end(reason);
      }
    }, wait);
  }

  #failPending(reason) {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject, timer } of pending) {
      clearTimeout(timer);
      reject(ApiError.local('connection_lost', reason.reason));
    }
  }

  #end(reason) {
    if (this.state === 'closed') return;
    this.#failPending(reason);
    this.#become('closed', reason);
    this.#watches.clear();
  }

  #become(state, reason) {
    this.state = state;
    this.#emit('state', { state, reason });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #send(frame) {
    this.#emit('frame', { dir: 'out', frame: blank(frame), time: Date.now() });
    this.#socket.send(JSON.stringify(frame));
  }

  #receive(text) {
    const frame = JSON.parse(text);
    this.#emit('frame', { dir: 'in', frame: blank(frame), time: Date.now() });
    if ('ack' in frame) this.#acknowledged(frame.ack);
    else if ('result' in frame) this.#answered(frame);
    else if ('cmd' in frame) this.#asked(frame);
  }

  #timer(tid, limit) {
    return setTimeout(() => {
      const { reject, command } = this.#pending.get(tid);
      this.#pending.delete(tid);
      reject(ApiError.local('timeout', `The server did not answer ${command} in time`));
    }, limit);
  }

  #acknowledged(tid) {
    const pending = this.#pending.get(tid);
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.timer = this.#timer(tid, this.#limits.ack);
  }

  #answered({ tid, result, data = {} }) {
    const pending = this.#pending.get(tid);
    if (!pending) return;
    this.#pending.delete(tid);
    clearTimeout(pending.timer);
    if (result === 'ok') pending.resolve(data);
    else pending.reject(ApiError.from(data, pending.command));
  }

  /** Answers the server's own requests before anything else happens, as slow listeners must not delay that. */
  #asked({ class: cls, subclass = 'core', cmd, data = {}, tid }) {
    const name = `${cls}/${subclass}/${cmd}`;
    const known = ['core/core/event', 'core/core/ping', 'core/core/bye'].includes(name);
    if (tid !== undefined) {
      this.#send(known ? { result: 'ok', tid } : { result: 'error', data: UNKNOWN_COMMAND, tid });
    }
    if (name === 'core/core/bye') this.#bye = closeReason(data.code, data.reason);
    if (name === 'core/core/event') this.#published(data);
  }

  #published(event) {
    this.#emit('event', event);
    for (const { pattern, callback } of [...this.#watches]) {
      if (pattern.every(([key, value]) => event[key] === value)) callback(event);
    }
  }
}

/** A copy without secrets, for logs that people show to each other. */
function blank(value) {
  if (Array.isArray(value)) return value.map(blank);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, SECRETS.has(k) ? '•••' : blank(v)]));
}
