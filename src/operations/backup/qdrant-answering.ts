import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/** Milliseconds that a scratch Qdrant has to answer, and between two tries. */
const [PATIENCE, PAUSE] = [60_000, 200];

/** What it says as soon as it answers at all. @throws GeckoError DEADLINE (exit 23) */
export async function qdrantAnswering<T>(
  ask: () => Promise<T>,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
): Promise<T> {
  const began = clock.monotonic();
  for (;;)
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GeckoError) || error.code !== 'BACKEND_UNREACHABLE') throw error;
      if (clock.monotonic() - began > PATIENCE)
        throw new GeckoError('DEADLINE', 'The scratch Qdrant did not answer within a minute', {
          exitCode: exitCodes.timeout,
          hint: 'Try again when the engine has less to do.',
          cause: error,
        });
      await clock.sleep(PAUSE, signal);
    }
}
