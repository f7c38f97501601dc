/** What the Call card shows. */
import { $, el, keepFocus, press, short, showState, showVideo } from './dom.js';
import { plots } from './plot.js';
import { meter } from './stats.js';

const TEXTS = {
  idle: 'Idle',
  listening: 'Waiting for a call',
  asking: 'Asking for the camera…',
  calling: 'Calling…',
  ringing: 'Incoming call',
  connecting: 'Connecting…',
  ready: 'In a call',
};

const GOODBYE = {
  peer_stopped: 'The other side hung up.',
  user_stop: 'The call was ended.',
  session_timeout: 'Nobody answered.',
};

export class CallView {
  #plot = plots($('call-stats'), $('call'));
  #stopMeter = () => {};

  state(state, text = TEXTS[state]) {
    showState('call', state, text);
    keepFocus('call', ['call-hangup', 'call-start', 'call-wait'], () => this.#parts(state));
  }

  #parts(state) {
    $('call-incoming').hidden = state !== 'ringing';
    const free = state === 'idle' || state === 'listening';
    $('call-setup').hidden = !free;
    $('call-stage').hidden = free || state === 'ringing';
    $('call-hangup').hidden = free || state === 'ringing';
    $('call-stats').hidden = state !== 'ready';
    $('call-camera').disabled = !free && state !== 'ringing';
    for (const kind of ['audio', 'video']) $(`call-mute-${kind}`).hidden = state !== 'ready';
  }

  self({ user, session_id: id }) {
    $('call-self').textContent = `${user} ${short(id)}`;
    $('call-error').textContent = '';
    $('call-note').textContent = '';
    this.idle(false);
  }

  targets(tabs) {
    const chosen = $('call-target').value;
    const options = tabs.map(({ user, sessionId }) =>
      el('option', { value: JSON.stringify({ user, sessionId }), data: { sessionId } }, `${user} ${short(sessionId)}`),
    );
    $('call-target').replaceChildren(...(options.length ? options : [el('option', { value: '' }, 'no other tab')]));
    if (options.some((option) => option.value === chosen)) $('call-target').value = chosen;
    $('call-start').disabled = options.length === 0;
  }

  /** Not each role may see who is connected; that is no failure of anything. */
  alone(text) {
    $('call-note').textContent = text;
    this.targets([]);
  }

  incoming({ user, sessionId }) {
    $('call-from').textContent = `${user} ${short(sessionId)}`;
    this.state('ringing');
    $('call-accept').focus();
  }

  media({ leg, stream, peer }) {
    showVideo('call-local', stream);
    $('call-peer').textContent = peer.user;
    leg.addEventListener('stream', ({ detail }) => showVideo('call-remote', detail.stream));
    leg.addEventListener('state', () => ($('call').dataset.session = leg.sessionId ?? ''));
    this.#stopMeter = meter(leg.pc, this.#plot);
  }

  idle(listening) {
    this.#stopMeter();
    showVideo('call-local', null);
    showVideo('call-remote', null);
    delete $('call').dataset.session;
    for (const kind of ['audio', 'video']) press($(`call-mute-${kind}`), false);
    this.state(listening ? 'listening' : 'idle');
  }

  goodbye(name, reason) {
    $('call-state').textContent = GOODBYE[name] ?? `Ended: ${reason}`;
  }
}
