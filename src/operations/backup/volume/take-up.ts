import { holderOf } from '../../../engine/execute/scratch-labels.ts';
import type { Runtime } from '../../../runtime.ts';
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
  const volumes = await takeUpVolumes(project, runtime);
  const names = await readStopped(project);
  if (names === null) return { volumes, started: [] };
  const text = `Starting what was stopped meanwhile: ${names.join(', ')}`;
  runtime.ui.event({ type: 'step', text });
  await startStopped(project, runtime);
  return { volumes, started: names };
}

/**
 * The volumes alone: what was stopped stays so, for whoever stops it next, and starts it again at the end.
 * @throws GeckoError what speaks against a volume's new data, after the old came back
 */
export async function takeUpVolumes(
  project: DockerProject,
  runtime: Runtime,
): Promise<TakenUp['volumes']> {
  const taken: TakenUp['volumes'] = [];
  const { ui } = runtime;
  await removeTools(project);
  for (const volume of swapsUnderWay(project.seen)) {
    ui.event({ type: 'step', text: `Finishing an interrupted restore of ${volume}` });
    const became = await resumeSwap(
      volume,
      ({ service }) => tryOutOf(service, project, runtime),
      project,
      runtime,
    );
    taken.push({ volume, holds: became ?? 'untouched' });
  }
  return taken;
}

/**
 * Programs of a gecko that was killed, which still work on volumes. While the mutex is held, those of another
 * machine are nobody's either.
 */
async function removeTools({ engine, seen }: DockerProject): Promise<void> {
  for (const { id, labels } of seen.containers)
    if (['dead', 'unknown'].includes(holderOf(labels) ?? ''))
      await engine.removeContainer(id, { force: true });
}
