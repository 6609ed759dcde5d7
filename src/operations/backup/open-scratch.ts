import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { checkFit } from './check-fit.ts';
import type { SavedQdrant } from './while-filling.ts';

/** Milliseconds that a scratch Qdrant has to answer, and between two tries. */
const [PATIENCE, PAUSE] = [60_000, 200];

/**
 * A Qdrant that was started for it and holds nothing, as soon as it answers.
 * @param backup what is to be restored into it, whatever its index was made with
 * @throws GeckoError BACKUP_UNFIT (exit 21) where its version does not take that, DEADLINE (23)
 */
export async function openScratch(
  url: string,
  backup: { id: string; store: SavedQdrant },
  runtime: Runtime,
): Promise<QdrantSnapshots> {
  const tools = await runtime.docker();
  const server = await tools.openQdrant(url);
  const { version } = await answering(() => server.survey(runtime.signal), runtime);
  checkFit(backup, { kind: 'qdrant', version, taken: [], collections: [] }, true);
  return server;
}

/** What it says as soon as it answers at all. @throws GeckoError DEADLINE (exit 23) */
async function answering<T>(
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
