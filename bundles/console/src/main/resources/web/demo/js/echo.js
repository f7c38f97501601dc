/** The Echo card: our own media, sent back by a media engine. */
import { capture, release } from './capture.js';
import { $, keepFocus, press, pressed, showState, showVideo } from './dom.js';
import { explain } from './errors.js';
import { Leg } from './media.js';
import { plots } from './plot.js';
import { meter } from './stats.js';

const TEXTS = {
  idle: 'Off',
  asking: 'Asking for the camera…',
  starting: 'Starting…',
  waiting: 'Waiting for the engine…',
  connecting: 'Connecting…',
  ready: 'Running',
  failed: 'Failed',
};

export class EchoCard {
  #client = null;
  #leg = null;
  #stream = null;
  #attempt = null; // which press of the start button is under way: the camera may be granted after it was stopped
  #stopMeter = () => {};
  #plot = plots($('echo-stats'), $('echo'));

  constructor() {
    $('echo-start').addEventListener('click', () => this.#start());
    $('echo-stop').addEventListener('click', () => this.#stop());
    $('echo-mute-audio').addEventListener('click', () => this.#toggle('audio'));
    $('echo-mute-video').addEventListener('click', () => this.#toggle('video'));
    $('echo-hear').addEventListener('click', ({ currentTarget }) => {
      press(currentTarget, !pressed(currentTarget));
      $('echo-remote').muted = !pressed(currentTarget);
    });
    $('echo-bitrate').addEventListener('change', () => this.#limit());
    this.#controls(false);
  }

  attach(client) {
    this.#client = client;
    $('echo-error').textContent = '';
    showState('echo', 'idle', TEXTS.idle);
  }

  detach() {
    this.#stop();
    this.#client = null;
  }

  async #start() {
    $('echo-error').textContent = '';
    this.#buttons(true);
    showState('echo', 'asking', TEXTS.asking);
    const attempt = {};
    this.#attempt = attempt;
    try {
      const stream = await capture({ video: $('echo-camera').checked });
      if (attempt === this.#attempt) await this.#run(stream);
      else release(stream);
    } catch (error) {
      // What befalls a leg comes by its own event, and has then ended the attempt.
      if (attempt === this.#attempt) this.#ended({ error });
    }
  }

  #run(stream) {
    this.#stream = stream;
    showVideo('echo-local', stream);
    const leg = this.#prepare(this.#client, stream);
    const bitrate = $('echo-bitrate').value;
    return leg.echo({ rebuild: true, ...(bitrate !== '' && { bitrate: Number(bitrate) }) });
  }

  #prepare(client, stream) {
    const leg = new Leg(client, stream);
    this.#leg = leg;
    leg.addEventListener('state', ({ detail }) => {
      if (detail.state === 'ended') this.#ended(detail.reason);
      else showState('echo', detail.state, TEXTS[detail.state]);
      if (detail.state === 'waiting') $('echo').dataset.session = leg.sessionId;
      if (detail.state === 'ready') this.#controls(true);
    });
    leg.addEventListener('stream', ({ detail }) => showVideo('echo-remote', detail.stream));
    leg.addEventListener('status', ({ detail }) => this.#status(detail));
    leg.addEventListener('peer', ({ detail }) => this.#measure(detail.pc));
    $('echo-stats').hidden = false;
    this.#measure(leg.pc);
    return leg;
  }

  #measure(pc) {
    this.#stopMeter();
    this.#stopMeter = meter(pc, this.#plot);
  }

  async #toggle(kind) {
    const on = !pressed($(`echo-mute-${kind}`));
    await this.#update({ [`mute_${kind}`]: on }) && this.#status({ [`mute_${kind}`]: on });
  }

  async #limit() {
    if (this.#leg?.state === 'ready') await this.#update({ bitrate: Number($('echo-bitrate').value) });
  }

  async #update(fields) {
    $('echo-error').textContent = '';
    try {
      await this.#leg.update(fields);
      return true;
    } catch (error) {
      $('echo-error').textContent = explain(error);
      return false;
    }
  }

  #status(status) {
    for (const kind of ['audio', 'video']) {
      const on = status[`mute_${kind}`];
      if (on !== undefined) this.#muted(kind, on);
    }
  }

  #muted(kind, on) {
    press($(`echo-mute-${kind}`), on);
    const muted = ['audio', 'video'].filter((k) => pressed($(`echo-mute-${k}`)));
    $('echo').dataset.muted = muted.join(' ');
    // Sound leaves no trace in a picture, so only a muted picture is covered; what is below it is a frozen frame.
    $('echo-veil').hidden = !muted.includes('video');
    $('echo-veil').textContent = muted.length === 2 ? 'Audio and video are muted by the server' : 'Video is muted by the server';
  }

  #stop() {
    if (this.#leg) this.#leg.close().catch((error) => ($('echo-error').textContent = explain(error)));
    else this.#ended({ asked: true });
  }

  #ended({ error, reason, asked, name }) {
    const failed = !asked && name !== 'user_stop';
    this.#stopMeter();
    this.#leg = null;
    this.#attempt = null;
    release(this.#stream);
    this.#stream = null;
    showVideo('echo-local', null);
    showVideo('echo-remote', null);
    $('echo-stats').hidden = true;
    for (const kind of ['audio', 'video']) this.#muted(kind, false);
    this.#controls(false);
    this.#buttons(false);
    delete $('echo').dataset.session;
    $('echo-error').textContent = failed ? explain(error ?? { name, message: reason }) : '';
    showState('echo', failed ? 'failed' : 'idle', failed ? TEXTS.failed : TEXTS.idle);
  }

  #buttons(busy) {
    keepFocus('echo', ['echo-stop', 'echo-start'], () => {
      $('echo-start').hidden = busy;
      $('echo-stop').hidden = !busy;
    });
  }

  #controls(running) {
    for (const id of ['mute-audio', 'mute-video', 'hear']) $(`echo-${id}`).disabled = !running;
    // “Service default” can be asked for only when the session is made.
    $('echo-bitrate').options[0].disabled = running;
    $('echo-camera').disabled = running;
  }
}
