/** The Sessions card: a live list, from a first reading and the events that follow. */
import { $ } from './dom.js';
import { explain } from './errors.js';
import { SessionRow } from './sessionrow.js';

const MAX_ROWS = 200;
/** As long as the server itself still tells about an ended session. */
const KEEP_ENDED_MS = 30_000;

export class SessionsCard {
  #client = null;
  #rows = new Map();
  #timer = null;

  attach(client) {
    this.#client = client;
    $('sessions-error').textContent = '';
    client.watch({ class: 'media', subclass: 'session' }, (event) => this.#heard(event));
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#begin(client);
  }

  detach() {
    clearInterval(this.#timer);
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#count();
    this.#client = null;
  }

  /** Subscribes first, so that nothing is missed between the list and the events. */
  async #begin(client) {
    try {
      await this.#subscribe(client);
      const list = await client.request('media/session/get_list', { limit: MAX_ROWS });
      for (const session of list) this.#row(session.session_id)?.update(session);
      for (const session of list) await this.#look(session.session_id);
    } catch (error) {
      if (error.name !== 'connection_lost') $('sessions-error').textContent = explain(error);
    }
  }

  async #subscribe(client) {
    let all = true;
    try {
      await client.request('core/event/subscribe', { class: 'media', subclass: 'session' });
    } catch (error) {
      if (error.name !== 'unauthorized') throw error;
      all = false;
    }
    $('sessions-scope').textContent = all ? 'all of the service' : 'your own';
    $('sessions').dataset.scope = all ? 'all' : 'own';
    $('sessions-note').textContent = all ? '' : 'Your role sees the sessions of this tab live; others need the role manager or admin.';
  }

  /** The list knows neither age nor more; a session that has gone meanwhile is no error. */
  async #look(id) {
    try {
      this.#rows.get(id)?.update(await this.#client.request('media/session/get_info', { session_id: id, sdp: false }));
    } catch (error) {
      if (error.name !== 'session_not_found') throw error;
      this.#drop(id);
    }
  }

  #heard({ type, obj_id: id, body = {} }) {
    if (!id) return;
    const known = this.#rows.has(id);
    const row = this.#row(id);
    if (!row) return;
    if (type === 'created' || type === 'state' || type === 'type') row.update(body);
    else if (type === 'answer') row.update({ state: 'ready' });
    else if (type === 'destroyed') row.destroyed(body);
    if (!known && type !== 'created' && type !== 'destroyed') {
      this.#look(id).catch((error) => ($('sessions-error').textContent = explain(error)));
    }
  }

  #row(id) {
    if (!this.#rows.has(id)) {
      if (this.#rows.size >= MAX_ROWS) {
        $('sessions-note').textContent = `Only ${MAX_ROWS} sessions are shown.`;
        return null;
      }
      const row = new SessionRow(id, (command, data) => this.#client.request(`media/session/${command}`, { session_id: id, ...data }));
      this.#rows.set(id, row);
      $('sessions-rows').prepend(row.node, row.details);
      this.#count();
    }
    return this.#rows.get(id);
  }

  #drop(id) {
    this.#rows.get(id)?.remove();
    this.#rows.delete(id);
    this.#count();
  }

  #count() {
    $('sessions').dataset.count = [...this.#rows.values()].filter((row) => !row.ended).length;
    $('sessions-none').hidden = this.#rows.size > 0;
  }

  #tick() {
    const now = Date.now();
    for (const [id, row] of this.#rows) {
      if (row.ended && now - row.ended > KEEP_ENDED_MS && !row.open) this.#drop(id);
      else row.tick(now);
    }
    this.#count();
  }
}
