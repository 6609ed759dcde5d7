import type { OldData } from '../../adopt/data-of.ts';
import type { Engine } from '../../engine/engine.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { askOldQdrant } from './ask-old-qdrant.ts';
import { type OldCollection, surveyOld } from './survey-old.ts';

/** What the old Qdrant has, where it runs; null where it does not, or cannot be asked. */
export async function collectionsNow(
  { service }: OldData,
  engine: Engine,
  { signal, ui }: Runtime,
): Promise<OldCollection[] | null> {
  const running = service.containers.find(({ isRunning }) => isRunning);
  if (!running) return null;
  const key = service.env.QDRANT__SERVICE__API_KEY ?? null;
  try {
    return await askOldQdrant(
      engine,
      running.id,
      key,
      (qdrant) => surveyOld(qdrant, signal),
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GeckoError)) throw error;
    ui.event({ type: 'verbose', text: `The old Qdrant could not be asked: ${error.message}` });
    return null;
  }
}
