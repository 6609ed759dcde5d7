import type { Runtime } from '../../../runtime.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { readStopped, startStopped } from './stopped-note.ts';
import { resumeSwap } from './swap.ts';
import { swapsUnderWay } from './swap-volumes.ts';
import { tryOutOf } from './try-out-of.ts';

/** What was taken up. */
export interface TakenUp {
  volumes: { volume: string; holds: 'new' | 'old' | 'untouched' }[];
  /** Containers that run again. */
  started: string[];
}

/**
 * Finishes what a killed gecko has left: volumes that were being replaced, and containers that were stopped
 * for it. Called while the project's mutex is held; quick where there is nothing.
 * @throws GeckoError what speaks against a volume's new data, after the old came back
 */
export async function takeUp(project: DockerProject, runtime: Runtime): Promise<TakenUp> {
  const taken: TakenUp = { volumes: [], started: [] };
  const { ui } = runtime;
  for (const volume of swapsUnderWay(project.seen)) {
    ui.event({ type: 'step', text: `Finishing an interrupted restore of ${volume}` });
    const became = await resumeSwap(
      volume,
      ({ service }) => tryOutOf(service, project, runtime),
      project,
      runtime,
    );
    taken.volumes.push({ volume, holds: became ?? 'untouched' });
  }
  const names = await readStopped(project);
  if (names === null) return taken;
  await removeTools(names, project);
  ui.event({ type: 'step', text: `Starting what was stopped meanwhile: ${names.join(', ')}` });
  await startStopped(project, runtime);
  return { ...taken, started: names };
}

/** Of a gecko that was killed there may be programs that still read the volumes of what was stopped. */
async function removeTools(
  stopped: readonly string[],
  { engine, owner }: DockerProject,
): Promise<void> {
  const { containers } = await engine.snapshot(owner.project);
  const used = new Set(
    containers
      .filter(({ name }) => stopped.includes(name))
      .flatMap(({ volumes }) => volumes.map(({ name }) => name)),
  );
  for (const { id, labels, volumes } of containers)
    if (labels[labelNames.service] === undefined && volumes.some(({ name }) => used.has(name)))
      await engine.removeContainer(id, { force: true });
}
