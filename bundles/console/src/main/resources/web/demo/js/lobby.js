/**
 * How two tabs find each other with the public API alone: each subscribes to the application's own events
 * `demo/call` about its own session, and sends such events to others'.
 *
 *   invite {session_id}   a p2p media session waits to be answered
 *   ringing, declined {session_id, reason?}   from who is called
 *   cancel {session_id}   the caller gave up
 */
export class Lobby extends EventTarget {
  #client;
  #opened = null;

  constructor(client) {
    super();
    this.#client = client;
    this.own = client.session.session_id;
    client.watch({ class: 'demo', subclass: 'call', obj_id: this.own }, ({ type, body = {}, from }) => {
      this.dispatchEvent(new CustomEvent('message', { detail: { type, body, from } }));
    });
  }

  /** Makes us reachable; asks the server once. */
  open() {
    this.#opened ??= this.#client
      .request('core/event/subscribe', { class: 'demo', subclass: 'call', obj_id: this.own })
      .catch((error) => {
        this.#opened = null;
        throw error;
      });
    return this.#opened;
  }

  tell(sessionId, type, body) {
    return this.#client.request('core/event/send', { class: 'demo', subclass: 'call', type, obj_id: sessionId, body });
  }

  /** All other connections of the service, by user: [{user, sessionId}]. */
  async tabs() {
    const users = await this.#client.request('core/user/list');
    return Object.entries(users)
      .flatMap(([user, ids]) => ids.map((sessionId) => ({ user, sessionId })))
      .filter(({ sessionId }) => sessionId !== this.own);
  }
}
