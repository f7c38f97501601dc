// Two clients of NkMEDIA and a peer-to-peer session between them: offer, answer, end. In a browser the SDPs come from an
// RTCPeerConnection; here they are written down, since it is about the signaling.
//
// usage: node p2p_session.mjs HOST PORT USER PASSWORD

import net from 'node:net'
import readline from 'node:readline'

const [host, port, user, password] = process.argv.slice(2)
if (!password) {
  console.error('usage: node p2p_session.mjs HOST PORT USER PASSWORD')
  process.exit(2)
}

/** A connection: call() sends a command and gives its reply's data, event() waits for an event. */
class Client {
  #socket
  #tid = 0
  #replies = new Map()
  #events = []
  #waiting = []

  static async login(host, port, user, password) {
    const client = new Client()
    client.#socket = net.connect(Number(port), host)
    readline.createInterface({ input: client.#socket }).on('line', line => client.#received(JSON.parse(line)))
    await client.call('core/user/login', { user, password })
    return client
  }

  call(name, data = {}) {
    const [cls, subclass, cmd] = name.split('/')
    const tid = ++this.#tid
    this.#send({ class: cls, subclass, cmd, data, tid })
    return new Promise((done, failed) => this.#replies.set(tid, { done, failed }))
  }

  event(type, id) {
    const wanted = e => e.type === type && e.obj_id === id
    const known = this.#events.find(wanted)
    return known ? Promise.resolve(known) : new Promise(done => this.#waiting.push({ wanted, done }))
  }

  close() {
    this.#socket.end()
  }

  #send(message) {
    this.#socket.write(JSON.stringify(message) + '\n')
  }

  #received(message) {
    if (message.result) {
      const { done, failed } = this.#replies.get(message.tid)
      this.#replies.delete(message.tid)
      if (message.result === 'ok') done(message.data ?? {})
      else failed(new Error(message.data.error))
    } else if (message.cmd === 'event') {
      this.#events.push(message.data)
      this.#waiting.filter(w => w.wanted(message.data)).forEach(w => w.done(message.data))
    } else if (message.cmd === 'ping') {
      this.#send({ result: 'ok', tid: message.tid })
    }
  }
}

const sdp = setup =>
  [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendrecv', 'a=rtcp-mux',
    'a=ice-ufrag:abcd', 'a=ice-pwd:abcdabcdabcdabcdabcdabcd',
    'a=fingerprint:sha-256 ' + Array(32).fill('AB').join(':'), 'a=setup:' + setup,
    'a=rtpmap:111 opus/48000/2', 'a=candidate:1 1 udp 2122194687 127.0.0.1 40000 typ host', ''
  ].join('\r\n')

const caller = await Client.login(host, port, user, password)
const callee = await Client.login(host, port, user, password)
const master = (await caller.call('media/session/create', { type: 'p2p', offer: { sdp: sdp('actpass') } })).session_id
const slave = await callee.call('media/session/create', {
  type: 'p2p', master_id: master, set_master_answer: true, wait_reply: true
})
console.log('offer', slave.offer.sdp.includes('a=setup:actpass'))
await callee.call('media/session/set_answer', { session_id: slave.session_id, answer: { sdp: sdp('active') } })
const answer = await caller.event('answer', master)
console.log('answer', answer.body.answer.sdp.includes('a=setup:active'))
await caller.call('media/session/destroy', { session_id: master })
const end = await callee.event('destroyed', slave.session_id)
console.log('end', end.body.name)
caller.close()
callee.close()
