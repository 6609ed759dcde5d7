import type { Engine } from '../engine.ts';
import { isLeft } from './scratch-labels.ts';

/** Removes what killed processes have left of what they made for a moment. @throws GeckoError the engine's */
export async function sweepScratch(
  engine: Pick<Engine, 'snapshot' | 'removeContainer' | 'removeVolume'>,
  project: string,
): Promise<void> {
  const { foreign } = await engine.snapshot(project);
  for (const { id, labels } of foreign.containers)
    if (isLeft(labels, project)) await engine.removeContainer(id, { force: true });
  for (const { name, labels } of foreign.volumes)
    if (isLeft(labels, project)) await engine.removeVolume(name);
}
