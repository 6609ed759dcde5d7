import type { Engine } from '../engine.ts';
import { holderOf } from './scratch-labels.ts';

/**
 * Removes the containers that killed processes have left on volumes: what runs in them does not know of the
 * kill, and reads or writes on. @throws GeckoError the engine's
 */
export async function releaseVolumes(
  engine: Pick<Engine, 'snapshot' | 'removeContainer'>,
  names: readonly string[],
): Promise<void> {
  // Of whatever project they are: a volume may have been another's business before.
  const { foreign } = await engine.snapshot('');
  for (const { id, labels, volumes } of foreign.containers)
    if (volumes.some(({ name }) => names.includes(name)) && holderOf(labels) === 'dead')
      await engine.removeContainer(id, { force: true });
}
