import type { RagClient } from '../../clients/rag.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/** Seconds after which writes go on by themselves, should this gecko die; it asks again in time. */
const FREEZE = 30;
const AGAIN_EVERY = 10;

/** Where nobody is there to freeze, or does not know how, the work is done all the same. */
const cannot = new Set(['BACKEND_UNREACHABLE', 'NOT_FOUND', 'METHOD_NOT_ALLOWED']);

/**
 * Does some work while a backend keeps all writes to the corpus waiting.
 * @param work is told whether it does
 * @throws GeckoError what the backend throws, and the work
 */
export async function whileFrozen<T>(
  client: RagClient,
  work: (isFrozen: boolean) => Promise<T>,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
): Promise<T> {
  const isFrozen = await freeze(client, signal);
  if (!isFrozen) return work(false);
  const ended = new AbortController();
  const renewing = renew(client, clock, ended.signal);
  try {
    return await work(true);
  } finally {
    ended.abort();
    await renewing;
    // Also where the user has interrupted the work; at the latest they go on by themselves.
    await client.thaw(AbortSignal.timeout(5_000)).catch(() => {});
  }
}

async function freeze(client: RagClient, signal: AbortSignal): Promise<boolean> {
  try {
    await client.freeze(FREEZE, signal);
    return true;
  } catch (error) {
    if (error instanceof GeckoError && cannot.has(error.code)) return false;
    throw error;
  }
}

async function renew(
  client: RagClient,
  clock: Runtime['clock'],
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    await clock.sleep(AGAIN_EVERY * 1_000, ended).catch(() => {});
    // What fails here is found by the work: documents that changed meanwhile.
    if (!ended.aborted) await client.freeze(FREEZE, ended).catch(() => {});
  }
}
