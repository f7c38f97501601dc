/** Logging in and out, and handing each new connection to the cards. */
import { CallCard } from './call.js';
import { Client } from './client.js';
import { $, showState, short } from './dom.js';
import { EchoCard } from './echo.js';
import { explain } from './errors.js';
import { LogCard } from './log.js';
import { SessionsCard } from './sessions.js';

const log = new LogCard();
const cards = [new EchoCard(), new CallCard(), new SessionsCard()];
let client = null;

const service = $('login-service');
const serverUrl = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/nkmedia/${service.value}`;

function show(view) {
  document.body.dataset.view = view;
  $('login-view').hidden = view !== 'login';
  $('work-view').hidden = view !== 'work';
}

function prefill() {
  const given = new URLSearchParams(location.search);
  if (given.has('service')) service.value = given.get('service');
  if (given.has('user')) $('login-user').value = given.get('user');
  $('login-url').textContent = serverUrl();
}

async function login() {
  const fresh = new Client(serverUrl());
  client = fresh;
  globalThis.nkmedia = { client };
  log.attach(client);
  $('login-submit').disabled = true;
  $('login-error').textContent = '';
  $('lost').hidden = true;
  showState('connection', 'connecting', 'Connecting…');
  try {
    const session = await fresh.login({ user: $('login-user').value, password: $('login-password').value });
    fresh.addEventListener('state', ({ detail }) => {
      if (detail.state === 'closed') closed(detail.reason);
      else if (detail.state === 'resuming') showState('connection', 'connecting', 'Reconnecting…');
      else showState('connection', 'ready', 'Connected');
    });
    opened(session);
  } catch (error) {
    showState('connection', 'idle', 'Not connected');
    $('login-error').textContent = explain(error);
    $('login-password').focus();
  } finally {
    $('login-submit').disabled = false;
  }
}

function opened(session) {
  const user = session.user ?? $('login-user').value;
  $('login-password').value = '';
  $('whoami').textContent = `${user} at ${service.value}`;
  $('whoami').title = `Session ${short(session.session_id)}${session.roles ? `, ${session.roles.join(', ')}` : ''}`;
  document.body.dataset.sessionId = session.session_id;
  showState('connection', 'ready', 'Connected');
  show('work');
  for (const card of cards) card.attach(client);
}

function closed(reason) {
  for (const card of cards) card.detach();
  delete document.body.dataset.sessionId;
  const lost = !reason.asked && reason.code !== 1000;
  showState('connection', lost ? 'lost' : 'idle', lost ? 'Connection lost' : 'Not connected');
  $('lost').hidden = !lost;
  $('lost').textContent = `Connection lost. ${reason.reason}.`;
  $('login-submit').textContent = lost ? 'Log in again' : 'Log in';
  show('login');
  $('login-password').focus();
}

service.addEventListener('input', () => ($('login-url').textContent = serverUrl()));
$('login-form').addEventListener('submit', (event) => {
  event.preventDefault();
  login();
});
$('logout').addEventListener('click', () => client.logout().catch((error) => console.warn(explain(error))));
// A page that goes away won't resume: say so, that the server ends its calls now and not after the grace time.
addEventListener('pagehide', () => client?.close());
prefill();
