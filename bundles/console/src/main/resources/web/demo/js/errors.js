/** Errors as the API gives them, why connections close, and words for the people who see them. */

export const UNKNOWN_COMMAND = { code: 100042, name: 'unknown_command', error: 'Unknown command' };

/** An error of the API (code, name, field, ref) or of this client (`local`, without a code). */
export class ApiError extends Error {
  static from({ code, name, error, field, ref, retry_after_ms: retryAfter }, command) {
    return Object.assign(new ApiError(error ?? name ?? 'Unknown error'), { code, name, field, ref, retryAfter, command });
  }

  static local(name, text) {
    return Object.assign(new ApiError(text), { name, local: true });
  }
}

const CLOSED = {
  1000: 'Logged out',
  1001: 'The service is stopping or being upgraded',
  1003: 'The server only takes text',
  1006: 'The connection to the server broke',
  1007: 'The server found text that is not UTF-8',
  1008: 'The server counted too many faulty messages',
  1009: 'A message was too big for the server',
  1011: 'The server had an internal error',
  1013: 'The server is overloaded: try again later',
  4401: 'Logging in took too long or failed too often',
  4408: 'This page did not answer the server in time',
  4409: 'The session was continued elsewhere',
  4410: 'Somebody closed this session',
  4413: 'This page took events too slowly',
  4429: 'Too many requests',
};

export function closeReason(code, text) {
  return { code, reason: CLOSED[code] ?? (text || `The connection was closed (${code})`), detail: text };
}

const ADVICE = {
  connection_failed: 'Check the name of the service, and that it is started.',
  too_many_requests: 'Wait a little and try again.',
  no_mediaserver: 'The service has no media engine that is ready. A moment after the start this is normal.',
  not_implemented: 'No media engine of this service can do that.',
  session_not_found: 'It has ended, or belongs to somebody else.',
  api_stop: 'Somebody else ended the session.',
  session_timeout: 'Nobody answered, or the longest time allowed is over.',
  backend_down: 'The media engine was lost. Start again.',
  registered_down: 'The connection that owned it is gone.',
  session_failed: 'No media could flow between the two sides: a firewall, perhaps.',
};

const REFUSED = {
  'core/user/login': 'User or password is wrong, or this user may not log in to this service.',
  'core/user/list': 'Seeing who is connected takes the role manager or admin.',
  'core/event/send': 'Calling another tab takes the role manager or admin.',
};

/** One or two sentences for an error of any kind. */
export function explain(error) {
  if (error.advice) return `${error.message}. ${error.advice}`;
  const advice = error.name === 'unauthorized' ? REFUSED[error.command] : ADVICE[error.name];
  const field = error.field ? ` (${error.field})` : '';
  const ref = error.ref ? ` Reference for the server's log: ${error.ref}.` : '';
  return `${error.message}${field}.${advice ? ` ${advice}` : ''}${ref}`;
}
