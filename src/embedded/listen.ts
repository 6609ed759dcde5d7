import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { exitCodes, GeckoError } from '../errors.ts';
import { findPortHolder } from './port-holder.ts';

/** The embedded runtime listens nowhere else. */
export const loopback = '127.0.0.1';

/**
 * A server on loopback.
 * @param key name of the port's key, for the hint
 * @throws GeckoError PORT_TAKEN (exit 22) that names the holder where the system tells it, PERMISSION
 */
export function listen(port: number, key: string, listener: RequestListener): Promise<Server> {
  // Node ends a request after 5 minutes by itself; a large document on a slow disk may take longer.
  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, port, key)));
    server.listen({ port, host: loopback, exclusive: true }, () => resolve(server));
  });
}

function bindError(error: NodeJS.ErrnoException, port: number, key: string): Error {
  const variable = `GECKO_${key.replace('.', '_').toUpperCase()}`;
  const free = `Stop that program, or choose another port: ${key} in gecko.yaml, or ${variable} in the environment.`;
  if (error.code === 'EADDRINUSE') {
    const holder = findPortHolder(port);
    return new GeckoError(
      'PORT_TAKEN',
      `Port ${port} (${key}) is taken by ${holder ?? 'another program'}`,
      { exitCode: exitCodes.conflict, hint: free, details: { port, key, holder }, cause: error },
    );
  }
  if (error.code !== 'EACCES') return error;
  return new GeckoError(
    'PERMISSION',
    `The system does not allow to listen on port ${port} (${key})`,
    {
      exitCode: exitCodes.failure,
      hint: `Choose a port from 1024 on: ${key} in gecko.yaml, or ${variable} in the environment.`,
      details: { port, key },
      cause: error,
    },
  );
}
