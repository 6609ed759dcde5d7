import * as z from 'zod/mini';
import type { Engine } from '../../engine/engine.ts';
import { askInside } from './ask-inside.ts';
import type { Way } from './judge/judge-way.ts';

const Ways = z.array(
  z.object({
    step: z.enum(['resolve', 'connect', 'http', 'answered']),
    detail: z._default(z.string(), ''),
    address: z.optional(z.string()),
    status: z._default(z.number(), 0),
  }),
);

/** Milliseconds for a name, for a connection, and for an answer. */
const [resolves, connects, answers] = [3_000, 3_000, 5_000];

/**
 * Goes each way step by step, so that the one that fails is known. The engine passes a name that it does not
 * know on to servers that a closed network does not reach: the system's own look-up would wait 20 s for them.
 */
const script = `
const { Resolver } = require('node:dns/promises');
const { connect, isIP } = require('node:net');
const resolver = new Resolver({ timeout: ${resolves}, tries: 1 });
const go = async (url) => {
  const { hostname, port } = new URL(url);
  let step = 'resolve';
  let address;
  try {
    [address] = isIP(hostname) ? [hostname] : await resolver.resolve4(hostname);
    step = 'connect';
    await new Promise((resolve, reject) => {
      const socket = connect({ host: address, port: Number(port), timeout: ${connects} });
      socket.on('connect', () => { socket.destroy(); resolve(); });
      socket.on('timeout', () => socket.destroy(new Error('no answer')));
      socket.on('error', reject);
    });
    step = 'http';
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(${answers}) });
    return { step: 'answered', status };
  } catch (error) {
    const cause = error.cause ?? error;
    return { step, address, detail: String(cause.code ?? cause.message) };
  }
};
const look = (...urls) => Promise.all(urls.map(go));`;

/**
 * How far requests come from inside a container that has Node.js; null where it could not be tried.
 * @param urls each with its port
 */
export async function waysInside(
  engine: Engine,
  container: string,
  urls: readonly string[],
  signal: AbortSignal,
): Promise<Way[] | null> {
  const answer = await askInside(engine, container, { script, words: urls }, signal);
  const ways = Ways.safeParse(answer);
  if (!ways.success || ways.data.length !== urls.length) return null;
  return ways.data.map(({ step, detail, address, status }) =>
    step === 'answered' ? { step, status } : { step, detail, address },
  );
}
