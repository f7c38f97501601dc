/** The Call card: who may call whom and when; the picture part is in callview.js. */
import { CallView } from './callview.js';
import { capture, release } from './capture.js';
import { $, press, pressed } from './dom.js';
import { explain } from './errors.js';
import { Lobby } from './lobby.js';
import { Leg } from './media.js';

/** A tab that waits says so at once; the session itself waits a minute for an answer. */
const RINGING_LIMIT_MS = 4_000;
const INVITE_LIMIT_MS = 60_000;
const DECLINED = { busy: 'The other tab is in a call', away: 'The other tab doesn’t wait for calls', rejected: 'The call was rejected' };

export class CallCard {
  #client = null;
  #lobby = null;
  #view = new CallView();
  #call = null; // {id, peer, incoming, stream?, leg?}
  #timer = null;

  constructor() {
    $('call-wait').addEventListener('click', () => this.#guarded(() => this.#wait()));
    $('call-refresh').addEventListener('click', () => this.#guarded(() => this.#refresh()));
    $('call-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#guarded(() => this.#place(JSON.parse($('call-target').value)));
    });
    $('call-accept').addEventListener('click', () => this.#guarded(() => this.#accept()));
    $('call-reject').addEventListener('click', () => this.#guarded(() => this.#reject()));
    $('call-hangup').addEventListener('click', () => this.#guarded(() => this.#hangUp()));
    for (const kind of ['audio', 'video']) {
      $(`call-mute-${kind}`).addEventListener('click', ({ currentTarget }) => {
        press(currentTarget, !pressed(currentTarget));
        this.#call.leg.mute(kind, pressed(currentTarget));
      });
    }
  }

  attach(client) {
    this.#client = client;
    this.#lobby = new Lobby(client);
    this.#lobby.addEventListener('message', ({ detail }) => this.#guarded(() => this.#told(detail)));
    this.#view.self(client.session);
    this.#guarded(() => this.#refresh());
  }

  detach() {
    this.#finish({ asked: true });
    press($('call-wait'), false);
    this.#client = null;
    this.#lobby = null;
  }

  async #guarded(steps) {
    $('call-error').textContent = '';
    try {
      await steps();
    } catch (error) {
      if (error.name !== 'connection_lost') $('call-error').textContent = explain(error);
    }
  }

  async #wait() {
    const on = !pressed($('call-wait'));
    if (on) await this.#lobby.open();
    press($('call-wait'), on);
    if (!this.#call) this.#view.idle(on);
  }

  async #refresh() {
    try {
      this.#view.targets(await this.#lobby.tabs());
    } catch (error) {
      if (error.name !== 'unauthorized') throw error;
      this.#view.alone(explain(error));
    }
  }

  async #place(peer) {
    const call = { peer, incoming: false };
    this.#call = call;
    this.#view.state('asking');
    try {
      await this.#lobby.open();
      const leg = await this.#media(call);
      call.id = await leg.call();
      this.#view.state('calling');
      this.#limit(RINGING_LIMIT_MS, () => this.#giveUp(DECLINED.away));
      await this.#lobby.tell(peer.sessionId, 'invite', { session_id: call.id });
    } catch (error) {
      this.#finish({ asked: true }, call);
      throw error;
    }
  }

  async #media(call) {
    const stream = await capture({ video: $('call-camera').checked });
    if (this.#call !== call) {
      release(stream);
      throw Object.assign(new Error('The call ended before it began'), { name: 'session_stop' });
    }
    const leg = new Leg(this.#client, stream);
    Object.assign(call, { stream, leg });
    leg.addEventListener('state', ({ detail }) => {
      if (detail.state === 'ended') this.#finish(detail.reason, call);
      else if (detail.state === 'ready' || detail.state === 'connecting') {
        this.#limit(0);
        this.#view.state(detail.state);
      }
    });
    this.#view.media(call);
    return leg;
  }

  async #told({ type, body, from }) {
    const ours = this.#call && this.#call.id === body.session_id && this.#call.peer.sessionId === from?.session_id;
    if (type === 'invite' && body.session_id && from?.session_id) await this.#invited(body.session_id, from);
    else if (!ours) return;
    else if (type === 'ringing') {
      this.#limit(0);
      this.#view.state('calling', 'Ringing there…');
    } else if (type === 'declined') this.#giveUp(DECLINED[body.reason] ?? DECLINED.rejected);
    else if (type === 'cancel' && !this.#call.leg) this.#finish({ asked: true });
  }

  async #invited(id, from) {
    const reason = this.#call ? 'busy' : pressed($('call-wait')) ? null : 'away';
    if (reason) return this.#lobby.tell(from.session_id, 'declined', { session_id: id, reason });
    this.#call = { id, peer: { user: from.user, sessionId: from.session_id }, incoming: true };
    this.#view.incoming(this.#call.peer);
    this.#limit(INVITE_LIMIT_MS, () => this.#finish({ asked: true }));
    return this.#lobby.tell(from.session_id, 'ringing', { session_id: id });
  }

  async #accept() {
    const call = this.#call;
    this.#limit(0);
    this.#view.state('asking');
    try {
      const leg = await this.#media(call);
      await leg.answer(call.id);
    } catch (error) {
      this.#finish({ asked: true }, call);
      await this.#lobby.tell(call.peer.sessionId, 'declined', { session_id: call.id });
      throw error;
    }
  }

  async #reject() {
    const { peer, id } = this.#call;
    this.#finish({ asked: true });
    await this.#lobby.tell(peer.sessionId, 'declined', { session_id: id, reason: 'rejected' });
  }

  async #hangUp() {
    const { leg, peer, id, incoming } = this.#call;
    const early = !incoming && id && leg.state === 'waiting';
    this.#finish({ asked: true });
    if (early) await this.#lobby.tell(peer.sessionId, 'cancel', { session_id: id });
  }

  #giveUp(text) {
    this.#finish({ asked: true });
    $('call-error').textContent = `${text}.`;
  }

  #limit(ms, action) {
    clearTimeout(this.#timer);
    if (action) this.#timer = setTimeout(() => this.#guarded(action), ms);
  }

  /** Ends a call here and, if it has a session that hasn't ended yet, on the server. */
  #finish({ error, reason, asked, name }, call = this.#call) {
    if (!call || call !== this.#call) return;
    this.#limit(0);
    this.#call = null;
    release(call.stream);
    this.#view.idle(pressed($('call-wait')));
    if (error) $('call-error').textContent = explain(error);
    else if (!asked) this.#view.goodbye(name, reason);
    call.leg?.close().catch((failure) => ($('call-error').textContent = explain(failure)));
  }
}
