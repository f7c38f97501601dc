// A client with the library ws, as its users write one: url, certificate to believe, user, password.
const { readFileSync } = require('fs');
const WebSocket = require('ws');

const [url, ca, user, password] = process.argv.slice(2);
const socket = new WebSocket(url, 'nkmedia.v1', { ca: readFileSync(ca) });
const ask = (cls, subclass, cmd, tid, data) => socket.send(JSON.stringify({ class: cls, subclass, cmd, tid, data }));
const left = new Set(['created', 'state']);

socket.on('error', (error) => {
  console.log(`failed: ${error.message}`);
  process.exit(1);
});
socket.on('open', () => ask('core', 'user', 'login', 'one', { user, password }));
socket.on('message', (text) => {
  const frame = JSON.parse(text);
  if (frame.result === 'error') {
    console.log(`refused: ${text}`);
    process.exit(2);
  }
  if (frame.tid === 'one' && frame.result) {
    console.log(`logged in over ${socket.protocol}`);
    ask('media', 'session', 'create', 'two', { type: 'p2p', offer: { sdp: readFileSync('offer.sdp', 'utf8') } });
  } else if (frame.tid === 'two' && frame.result) {
    console.log(`session ${frame.data.session_id}`);
  } else if (frame.cmd === 'event') {
    console.log(`event ${frame.data.type}`);
    socket.send(JSON.stringify({ result: 'ok', tid: frame.tid }));
    left.delete(frame.data.type);
  }
  if (left.size === 0) {
    socket.close(1000);
  }
});
socket.on('close', (code) => {
  console.log(code === 1000 ? 'done' : `closed ${code}`);
  process.exit(code === 1000 ? 0 : 3);
});
