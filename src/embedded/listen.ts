import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { portForbidden } from '../host/port-forbidden.ts';
import { portTaken } from '../host/port-taken.ts';
import { portOwner } from './port-owner.ts';

/** The embedded runtime listens nowhere else. */
export const loopback = '127.0.0.1';

/**
 * A server on loopback.
 * @param key name of the port's key, for the hint
 * @param others ports that are not to be suggested in the place of a taken one
 * @throws GeckoError PORT_TAKEN (exit 22) that names the holder where the system tells it, PERMISSION
 */
export function listen(
  port: number,
  key: string,
  listener: RequestListener,
  others: readonly number[] = [],
): Promise<Server> {
  // Node ends a request after 5 minutes by itself; a large document on a slow disk may take longer.
  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      bindError(error, { port, key, others }).then(reject, reject);
    });
    server.listen({ port, host: loopback, exclusive: true }, () => resolve(server));
  });
}

async function bindError(
  error: NodeJS.ErrnoException,
  { port, key, others }: { port: number; key: string; others: readonly number[] },
): Promise<Error> {
  if (error.code === 'EACCES') return portForbidden(port, key, error);
  if (error.code !== 'EADDRINUSE') return error;
  const holder = await portOwner(port, loopback);
  return portTaken({ port, key, holder, others, cause: error });
}
