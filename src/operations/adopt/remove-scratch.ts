import type { Engine } from '../../engine/engine.ts';
import { labelNames } from '../../stack/labels.ts';
import { scratchVolume } from './scratch-volume.ts';

/**
 * The copy of the old storage, and every container that a move uses: one that a killed gecko has left may
 * still be copying.
 */
export async function removeScratch(engine: Engine, project: string): Promise<void> {
  const { containers, volumes } = await engine.snapshot(project);
  for (const { id, name, labels } of containers)
    if (name.startsWith(`${project}-adopt-`) && labels[labelNames.service] === undefined)
      await engine.removeContainer(id, { force: true });
  const copy = scratchVolume(project);
  if (volumes.some(({ name }) => name === copy)) await engine.removeVolume(copy);
}
