import { randomBytes } from 'node:crypto';
import type { Engine } from '../engine.ts';
import { isEngineGone } from '../engine-gone.ts';
import { scratchLabels } from './scratch-labels.ts';
import { withQdrantOn } from './with-qdrant-on.ts';

/**
 * A Qdrant with a volume of its own, for a moment. Both are removed whatever happens; after a kill
 * `sweepScratch` does it.
 * @param work gets the base URL at which it answers once it has started
 * @throws GeckoError what the work throws, and the engine's
 */
export async function withScratchQdrant<T>(
  engine: Engine,
  { image, project }: { image: string; project: string },
  work: (url: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const name = `${project}-restore-test-${randomBytes(4).toString('hex')}`;
  const labels = scratchLabels(project);
  let isLost = false;
  await engine.createVolume(name, labels);
  try {
    return await withQdrantOn(engine, { name, image, labels, volume: name }, work, signal);
  } catch (error) {
    isLost = isEngineGone(error);
    throw error;
  } finally {
    if (!isLost) await engine.removeVolume(name);
  }
}
