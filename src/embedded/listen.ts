import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { lightFetch } from '../clients/light-fetch.ts';
import { contract } from '../contract.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { findPortHolder } from '../host/port-holder.ts';
import { portTaken } from '../host/port-taken.ts';

/** Milliseconds for the holder of a port to say who it is. */
const askWithin = 500;

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
  if (error.code === 'EADDRINUSE') {
    const project = await projectAt(port);
    const process = findPortHolder(port);
    const holder =
      project === null
        ? process
        : `gecko's project ${project}${process === null ? '' : `, ${process}`}`;
    return portTaken({ port, key, holder, others, cause: error });
  }
  if (error.code !== 'EACCES') return error;
  const variable = `GECKO_${key.replace('.', '_').toUpperCase()}`;
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

/** Name of the project whose services answer on a port; null where something else does. */
async function projectAt(port: number): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(askWithin);
    const response = await lightFetch(`http://${loopback}:${port}/health`, { signal });
    return response.headers.get(contract.headers.project);
  } catch {
    // It speaks no HTTP, or says nothing: then it is not ours.
    return null;
  }
}
