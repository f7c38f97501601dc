/** The Events card: the last frames of this connection, the newest first. */
import { $, el, press, pressed } from './dom.js';

const MAX_LINES = 500;
const ARROW = { in: '←', out: '→' };

export class LogCard {
  #lines = []; // the newest last: {kind, text, node}
  #asked = new Map(); // tid → command, of our requests that have no answer yet

  constructor() {
    $('log-pause').addEventListener('click', ({ currentTarget }) => {
      press(currentTarget, !pressed(currentTarget));
      $('log').dataset.paused = pressed(currentTarget);
    });
    $('log-clear').addEventListener('click', () => {
      this.#lines = [];
      $('log-lines').replaceChildren();
      this.#count();
    });
    for (const id of ['log-kind', 'log-filter']) $(id).addEventListener('input', () => this.#filter());
  }

  attach(client) {
    this.#asked.clear();
    client.addEventListener('frame', ({ detail }) => this.#add(detail));
  }

  #add({ dir, frame, time }) {
    const { kind, name, note } = this.#describe(dir, frame);
    if (pressed($('log-pause')) || kind === null) return;
    const line = { kind, text: JSON.stringify(frame).toLowerCase(), node: draw(kind, dir, name, note, time, frame) };
    line.node.hidden = !this.#wanted(line);
    this.#lines.push(line);
    $('log-lines').prepend(line.node);
    while (this.#lines.length > MAX_LINES) this.#lines.shift().node.remove();
    this.#count();
  }

  /** Our own acceptance of each event would fill half the log and tell nothing: kind null. */
  #describe(dir, frame) {
    const { tid } = frame;
    if ('ack' in frame) return { kind: 'request', name: `ack ${this.#asked.get(frame.ack) ?? ''}`, note: `#${frame.ack}` };
    if ('result' in frame) {
      if (dir === 'out') return { kind: frame.result === 'ok' ? null : 'error', name: 'refused', note: `#${tid}` };
      const name = this.#asked.get(tid) ?? 'reply';
      this.#asked.delete(tid);
      if (frame.result === 'ok') return { kind: 'reply', name: `ok ${name}`, note: `#${tid}` };
      return { kind: 'error', name: `${frame.data?.name ?? 'error'} ${name}`, note: `#${tid}` };
    }
    const name = `${frame.class}/${frame.subclass ?? 'core'}/${frame.cmd}`;
    if (dir === 'in' && name === 'core/core/event') {
      const { class: cls, subclass, type } = frame.data;
      return { kind: 'event', name: [cls, subclass, type].filter(Boolean).join('/'), note: frame.data.seq ?? '' };
    }
    if (dir === 'out') this.#remember(tid, name);
    return { kind: 'request', name, note: `#${tid}` };
  }

  /** What the server never answered is forgotten, the oldest first. */
  #remember(tid, name) {
    this.#asked.set(tid, name);
    if (this.#asked.size > MAX_LINES) this.#asked.delete(this.#asked.keys().next().value);
  }

  #wanted({ kind, text }) {
    const show = $('log-kind').value;
    const kindFits = show === '' || (show === 'event') === (kind === 'event');
    return kindFits && text.includes($('log-filter').value.trim().toLowerCase());
  }

  #filter() {
    for (const line of this.#lines) line.node.hidden = !this.#wanted(line);
    this.#count();
  }

  #count() {
    const shown = this.#lines.filter(({ node }) => !node.hidden).length;
    $('log-count').textContent = shown === this.#lines.length ? String(shown) : `${shown} of ${this.#lines.length}`;
    $('log').dataset.count = this.#lines.length;
  }
}

function draw(kind, dir, name, note, time, frame) {
  const clock = new Date(time).toTimeString().slice(0, 8) + `.${String(time % 1000).padStart(3, '0')}`;
  const summary = el('summary', {}, el('span', { className: 'quiet' }, clock), el('span', {}, ARROW[dir]), el('span', {}, name), el('span', { className: 'quiet' }, String(note)));
  const details = el('details', {}, summary);
  // Most lines are never opened: their text is laid out only then.
  details.addEventListener('toggle', () => details.append(el('pre', { tabIndex: 0 }, pretty(frame))), { once: true });
  return el('li', { data: { testid: 'log-line', kind, name } }, details);
}

/** An SDP is read by lines, so its line ends are shown as such. */
function pretty(frame) {
  return JSON.stringify(frame, null, 2).replaceAll('\\r\\n', '\n      ');
}
