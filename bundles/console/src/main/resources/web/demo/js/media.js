/**
 * One media session and the browser's end of it.
 *
 *   const leg = new Leg(client, stream);
 *   await leg.echo({bitrate: 256000});       // or leg.call(), or leg.answer(masterId)
 *   leg.close();
 *
 * Dispatches (CustomEvents):
 *   state   {state, reason?}   new → starting → waiting → connecting → ready → ended, exactly once `ended`;
 *                              from ready back to waiting when the engine has died and another one takes its place
 *   peer    {pc}               such another engine is another peer: from now on this connection counts
 *   stream  {stream}           what comes from the other side
 *   status  changed keys of the session's status, such as mute_video
 */
import { ApiError } from './errors.js';

/** How long ICE and DTLS may take once both descriptions are known; p2p media isn't watched by the server. */
const CONNECT_LIMIT_MS = 30_000;
const MAX_EARLY_CANDIDATES = 200;

export class Leg extends EventTarget {
  #client;
  #configuration;
  #unwatch = () => {};
  #outgoing = []; // local candidates that wait until the server can take them; null while none has to wait
  #incoming = []; // remote candidates that wait for the remote description
  #timer = null;

  state = 'new';
  sessionId = null;
  constructor(client, stream, configuration = {}) {
    super();
    this.#client = client;
    this.#configuration = configuration;
    this.stream = stream;
    this.#connect();
  }

  #connect() {
    const pc = new RTCPeerConnection(this.#configuration);
    this.pc = pc;
    this.remote = new MediaStream();
    // What an earlier connection still tells concerns nobody.
    pc.onicecandidate = ({ candidate }) => pc === this.pc && this.#gathered(candidate);
    pc.onconnectionstatechange = () => pc === this.pc && this.#connectionChanged();
    pc.ontrack = ({ track }) => {
      if (pc !== this.pc) return;
      this.remote.addTrack(track);
      this.#emit('stream', { stream: this.remote });
    };
    for (const track of this.stream.getTracks()) pc.addTrack(track, this.stream);
  }

  /** The server sends our own media back. */
  echo(options = {}) {
    return this.#offer({ type: 'echo', ...options });
  }

  /** Opens a p2p session that somebody may answer who learns its id; resolves when that is known. */
  call() {
    return this.#offer({ type: 'p2p' });
  }

  /** Answers the p2p session of a caller. */
  answer(masterId) {
    return this.#guarded(async () => {
      this.#become('starting');
      const { session_id: id, offer } = await this.#client.request('media/session/create', {
        type: 'p2p',
        master_id: masterId,
        set_master_answer: true,
        wait_reply: true,
      });
      this.#opened(id);
      await this.#describeRemote('offer', offer.sdp);
      await this.pc.setLocalDescription();
      await this.#command('set_answer', { answer: { sdp: this.pc.localDescription.sdp, trickle_ice: true } });
      this.#flush();
    });
  }

  /** Mutes or limits on the server: mute_audio, mute_video, bitrate in bit/s. */
  update(fields) {
    return this.#command('update_media', fields);
  }

  /** Mutes what we send, here: the way for p2p, whose media no server sees. */
  mute(kind, on) {
    for (const track of this.stream.getTracks()) if (track.kind === kind) track.enabled = !on;
  }

  /** Ends the session on the server and here. Safe to call at any time, more than once. */
  close() {
    const open = this.sessionId !== null && this.state !== 'ended' && this.#client.state === 'ready';
    // Asked first: a connection that closes before would look like a failure to the engine.
    const sent = open ? this.#command('destroy') : Promise.resolve();
    this.#end({ reason: 'Ended here', asked: true });
    return sent;
  }

  #offer(request) {
    return this.#guarded(async () => {
      this.#become('starting');
      await this.pc.setLocalDescription();
      const { session_id: id, answer } = await this.#client.request('media/session/create', {
        ...request,
        offer: { sdp: this.pc.localDescription.sdp, trickle_ice: true },
      });
      this.#opened(id);
      this.#flush();
      if (answer) await this.#describeRemote('answer', answer.sdp);
      return id;
    });
  }

  /** The engine has died: another one knows neither our keys nor our candidates, so all begins anew but the session. */
  async #rebuild() {
    clearTimeout(this.#timer);
    this.pc.close();
    this.#outgoing = [];
    this.#incoming = [];
    this.#connect();
    this.#emit('peer', { pc: this.pc });
    this.#become('waiting');
    await this.pc.setLocalDescription();
    const sent = this.#command('restart_ice', { offer: { sdp: this.pc.localDescription.sdp, trickle_ice: true } });
    this.#flush();
    // The answer comes as an event, too, and then even if the server is replaced in between.
    await sent.catch(ignoreReplaced);
  }

  async #guarded(steps) {
    try {
      return await steps();
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  #opened(id) {
    this.sessionId = id;
    if (this.state === 'ended') {
      this.#command('destroy').catch(ignoreGone);
      throw ApiError.local('session_stop', 'Ended before it began');
    }
    this.#unwatch = this.#client.watch({ class: 'media', subclass: 'session', obj_id: id }, (event) => this.#heard(event));
    this.#become('waiting');
  }

  #command(name, fields = {}) {
    return this.#client.request(`media/session/${name}`, { session_id: this.sessionId, ...fields });
  }

  #heard({ type, body = {} }) {
    if (type === 'answer' && this.pc.signalingState === 'have-local-offer') {
      this.#describeRemote('answer', body.answer.sdp).catch((error) => this.#fail(error));
    } else if (type === 'restart') this.#rebuild().catch((error) => this.#fail(error));
    else if (type === 'candidate') this.#received(body);
    else if (type === 'candidate_end') this.#received(null);
    else if (type === 'status') this.#emit('status', body);
    else if (type === 'destroyed') this.#end(body);
  }

  async #describeRemote(type, sdp) {
    await this.pc.setRemoteDescription({ type, sdp });
    this.#become('connecting');
    this.#timer = setTimeout(() => this.#fail(ApiError.local('session_failed', 'No media connection came about')), CONNECT_LIMIT_MS);
    const early = this.#incoming;
    this.#incoming = null;
    for (const candidate of early) this.#add(candidate);
  }

  #received(candidate) {
    if (this.#incoming === null) this.#add(candidate);
    else if (this.#incoming.length < MAX_EARLY_CANDIDATES) this.#incoming.push(candidate);
  }

  /** A candidate that the browser can't use is no failure: others may do. */
  #add(candidate) {
    const known = candidate && { ...candidate, sdpMid: candidate.sdpMid || null };
    this.pc.addIceCandidate(known ?? undefined).catch((error) => this.#emit('warning', { error }));
  }

  #gathered(candidate) {
    if (this.#outgoing) this.#outgoing.push(candidate);
    else this.#trickle(candidate);
  }

  #flush() {
    const waiting = this.#outgoing;
    this.#outgoing = null;
    for (const candidate of waiting) this.#trickle(candidate);
  }

  #trickle(candidate) {
    if (this.state === 'ended') return;
    const last = !candidate?.candidate; // null, or the empty one: both say that gathering is done
    if (last && candidate) return;
    const sent = last
      ? this.#command('set_candidate_end')
      : this.#command('set_candidate', {
          sdpMid: candidate.sdpMid ?? '',
          sdpMLineIndex: candidate.sdpMLineIndex,
          candidate: candidate.candidate,
          ...(candidate.usernameFragment && { usernameFragment: candidate.usernameFragment }),
        });
    sent.catch((error) => this.#emit('warning', { error }));
  }

  #connectionChanged() {
    const state = this.pc.connectionState;
    if (state === 'connected') {
      clearTimeout(this.#timer);
      this.#become('ready');
    } else if (state === 'failed') this.#fail(ApiError.local('session_failed', 'The media connection failed'));
  }

  #fail(error) {
    if (this.state === 'ended') return;
    if (this.sessionId !== null && this.#client.state === 'ready') {
      this.#command('destroy', { reason: error.name }).catch(ignoreGone);
    }
    this.#end({ reason: error.message, error });
  }

  #end(reason) {
    if (this.state === 'ended') return;
    clearTimeout(this.#timer);
    this.#unwatch();
    this.pc.close();
    this.#become('ended', reason);
  }

  #become(state, reason) {
    if (this.state === 'ended' || this.state === state) return;
    this.state = state;
    this.#emit('state', { state, reason });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Core is being replaced: the next one has our request. */
function ignoreReplaced(error) {
  if (error.name !== 'service_unavailable') throw error;
}

/** The session may have gone before our destroy came: that is what we wanted. Nothing else is hidden. */
function ignoreGone(error) {
  if (!['session_not_found', 'connection_lost'].includes(error.name)) throw error;
}
