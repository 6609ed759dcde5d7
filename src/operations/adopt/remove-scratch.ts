import type { Engine } from '../../engine/engine.ts';
import { scratchVolume } from './scratch-volume.ts';

/** With whatever a gecko that was killed has left on it. */
export async function removeScratch(engine: Engine, project: string): Promise<void> {
  const name = scratchVolume(project);
  const { containers, volumes } = await engine.snapshot(project);
  for (const container of containers)
    if (container.volumes.some((one) => one.name === name))
      await engine.removeContainer(container.id, { force: true });
  if (volumes.some((one) => one.name === name)) await engine.removeVolume(name);
}
