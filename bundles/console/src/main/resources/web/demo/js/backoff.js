/** Which closes are a broken socket, and how long to wait before the next attempt to come back. */

/** Closes after which the server keeps no session: log-out, stopped by somebody, continued elsewhere, misbehaved. */
const FINAL = new Set([1000, 1005, 4401, 4409, 4410, 4429]);

/** Errors of a log-in that may pass. */
const PASSING = new Set(['connection_failed', 'connection_lost', 'timeout', 'too_many_requests', 'service_unavailable']);

export const isBreak = (code) => !FINAL.has(code);

export const mayPass = (error) => PASSING.has(error.name);

/** Milliseconds before attempt 0, 1, 2, …: doubled each time, at most 30 s, and never the same for all clients. */
export function delay(attempt, { first = 500, most = 30_000 } = {}, random = Math.random) {
  const full = Math.min(most, first * 2 ** attempt);
  return full / 2 + (full / 2) * random();
}
