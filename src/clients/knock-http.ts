import type { Knock } from './knock.ts';

/** Milliseconds for one knock. */
const KNOCK_TIMEOUT = 5_000;

/** Over node:http, for fetch sends no `Host` but its own. */
export const knockHttp: Knock = async ({ method, url, headers = {} }, signal) => {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const within = AbortSignal.any([signal, AbortSignal.timeout(KNOCK_TIMEOUT)]);
    const options = { method, headers, agent: false, signal: within } as const;
    const sent = request(url, options, (response) => {
      resolve(response.statusCode ?? null);
      // Only the status counts: a page may be large.
      response.destroy();
    });
    sent.on('error', () => (signal.aborted ? reject(signal.reason) : resolve(null)));
    sent.end();
  });
};
