import type { Engine } from '../engine.ts';
import { isEngineGone } from '../engine-gone.ts';
import type { ContainerSpec } from '../objects.ts';

/**
 * Works with a container that is created for it and removed whatever happens; the work starts it, where it
 * is to run.
 * @param work gets the id
 * @throws GeckoError what the work throws, and the engine's
 */
export async function withContainer<T>(
  engine: Engine,
  spec: ContainerSpec,
  work: (container: string) => Promise<T>,
): Promise<T> {
  const container = await engine.createContainer(spec);
  let isLost = false;
  try {
    return await work(container);
  } catch (error) {
    isLost = isEngineGone(error);
    throw error;
  } finally {
    // An engine that is gone would only take another deadline. What stays is removed by the next gecko.
    if (!isLost) await engine.removeContainer(container, { force: true });
  }
}
