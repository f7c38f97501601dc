/** One row of the Sessions card, and the details that unfold below it. */
import { el, press, short } from './dom.js';
import { explain } from './errors.js';

/** Ends that somebody wanted; all others are shown as failures. */
const WANTED = new Set(['normal_termination', 'user_stop', 'api_stop', 'peer_stopped', 'bridge_stop', 'registered_down']);

export class SessionRow {
  #ask;
  #since = null;
  #type = el('td', { className: 'type' }, '…');
  #state = el('span', { className: 'chip', data: { state: 'wait' } }, '…');
  #age = el('td', { className: 'num age' }, '');
  #cell = el('td', { colSpan: 5 });

  ended = null;

  constructor(id, ask) {
    this.#ask = ask;
    this.info = el('button', { type: 'button', data: { testid: 'session-details' }, aria: { pressed: false, label: `Details of session ${short(id)}` }, click: () => this.#toggle() }, 'Info');
    this.stop = el('button', { type: 'button', className: 'stop', data: { testid: 'session-destroy' }, aria: { label: `End session ${short(id)}` }, click: () => this.#destroy() }, 'End');
    this.node = el(
      'tr',
      { data: { testid: 'session-row', sessionId: id, state: '' } },
      el('td', { className: 'id', title: id }, el('code', {}, short(id))),
      this.#type,
      el('td', { className: 'state' }, this.#state),
      this.#age,
      el('td', { className: 'acts' }, el('span', { className: 'pair' }, this.info, this.stop)),
    );
    this.details = el('tr', { className: 'details', hidden: true, data: { testid: 'session-info', sessionId: id } }, this.#cell);
  }

  get open() {
    return !this.details.hidden;
  }

  update({ type, state, start_time: start, user_id: user }) {
    if (type) {
      this.#type.textContent = type;
      this.node.dataset.type = type;
    }
    if (state && !this.ended) this.#show(state, state);
    if (start) this.#since = start;
    if (user) this.node.title = `User ${user}`;
    this.tick(Date.now());
  }

  destroyed({ name, reason }) {
    this.tick(Date.now());
    this.ended = Date.now();
    this.#show('destroyed', name ?? reason ?? 'ended');
    if (!WANTED.has(name)) this.#state.dataset.state = 'failed';
    this.node.dataset.reason = name ?? '';
    this.stop.disabled = true;
  }

  tick(now) {
    if (this.#since === null || this.ended) return;
    const seconds = Math.max(0, Math.round((now - this.#since) / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const rest = String(seconds % 60).padStart(2, '0');
    this.#age.textContent = hours ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
  }

  remove() {
    this.node.remove();
    this.details.remove();
  }

  #show(state, text) {
    this.#state.dataset.state = state;
    this.#state.textContent = text;
    this.node.dataset.state = state;
  }

  async #destroy() {
    this.stop.disabled = true;
    try {
      await this.#ask('destroy');
    } catch (error) {
      this.stop.disabled = false;
      this.#problem(error);
    }
  }

  async #toggle() {
    this.details.hidden = this.open;
    press(this.info, this.open);
    if (!this.open) return;
    this.#cell.replaceChildren(el('p', { className: 'quiet' }, 'Asking…'));
    try {
      const info = await this.#ask('get_info', { sdp: false });
      this.#cell.replaceChildren(el('pre', { tabIndex: 0 }, JSON.stringify(info, null, 2)));
      this.#cell.append(await this.#timelog());
    } catch (error) {
      this.#problem(error);
    }
  }

  /** Not each server keeps a log, and an ended session has none any more. */
  async #timelog() {
    try {
      const log = await this.#ask('get_timelog');
      const entries = Array.isArray(log) ? log : (log.timelog ?? []);
      const lines = entries.map(({ time, msg, ...rest }) => {
        const more = Object.keys(rest).length ? ` ${JSON.stringify(rest)}` : '';
        return el('li', {}, el('span', { className: 'quiet num' }, `${time} ms`), el('span', {}, `${msg}${more}`));
      });
      return el('ol', { className: 'timelog' }, ...lines);
    } catch (error) {
      return el('p', { className: 'quiet small' }, `No time log: ${error.message}`);
    }
  }

  #problem(error) {
    this.details.hidden = false;
    this.#cell.replaceChildren(el('p', { className: 'problem', role: 'alert' }, explain(error)));
  }
}
