import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { contract } from '../../contract.ts';

/** How a stranger without a token fares. */
export type Attempt =
  /** Nothing listens there, or the way is closed. */
  | { outcome: 'closed' }
  /** Something else than this project answers. */
  | { outcome: 'other' }
  | { outcome: 'answered'; status: number };

export interface Address {
  host: string;
  port: number;
  path: string;
}

/** Milliseconds. */
const patience = 2_000;

/**
 * Asks as a stranger would who names the host by what every door lets pass: without TLS, and with it where
 * the answer is not plain.
 */
export async function tryUnasked(
  address: Address,
  project: string,
  signal: AbortSignal,
): Promise<Attempt> {
  const plain = await ask(address, false, project, signal);
  // nginx says 400 to plain words where it expects TLS.
  const isPlain = plain.outcome !== 'answered' || plain.status !== 400;
  if (isPlain && plain.outcome !== 'other') return plain;
  const encrypted = await ask(address, true, project, signal);
  return encrypted.outcome === 'closed' ? plain : encrypted;
}

function ask(
  { host, port, path }: Address,
  encrypted: boolean,
  project: string,
  signal: AbortSignal,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const options = {
      ...{ host, port, path, agent: false as const, signal, timeout: patience },
      headers: { host: `localhost:${port}`, connection: 'close' },
    };
    // Whose certificate it is does not matter: nothing is told to it.
    const sent = encrypted
      ? tlsRequest({ ...options, rejectUnauthorized: false })
      : plainRequest(options);
    sent.on('response', (answer) => {
      answer.destroy();
      const isOurs = answer.headers[contract.headers.project] === project;
      const status = answer.statusCode ?? 0;
      resolve(isOurs ? { outcome: 'answered', status } : { outcome: 'other' });
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve({ outcome: 'closed' }));
    // Ended without a word.
    sent.on('close', () => resolve({ outcome: 'closed' }));
    sent.end();
  });
}
