import type { Runtime } from '../../../runtime.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import { type DockerProject, openProject } from '../../docker/open-project.ts';
import { withMutex } from '../../docker/with-mutex.ts';
import { checkUsers } from './check-users.ts';
import { fillNew, type Unpacked } from './fill-new.ts';
import { startedAgain } from './started-again.ts';
import { swapIn } from './swap.ts';
import { createSwapVolume, dropVolume } from './swap-volumes.ts';
import { takeUpVolumes } from './take-up.ts';
import { tryModels } from './try-models.ts';
import { tryOutOf } from './try-out-of.ts';
import { tryQdrant } from './try-qdrant.ts';

export interface Replacement {
  live: string;
  /** Whose data it is; null: none of ours. */
  service: string | null;
  /** Fills an empty volume, under `data`, with what takes the place, and proves it. @throws what speaks against it */
  fill(volume: string, project: DockerProject): Promise<void>;
  /** What the volume held stays in one of its own. */
  keepsOld?: boolean;
}

/**
 * Puts something in the place of what a volume holds: made in a volume of its own, proven there, and then
 * swapped in. Either all of it arrives and answers, or the volume is as it was.
 * @returns name of the volume that has what was there, where that is to stay
 * @throws GeckoError VOLUME_IN_USE (exit 22), UNHEALTHY (23), NO_SPACE (24), LOCKED (11), what `fill` throws, and the engine's
 */
export function replaceVolume(
  { live, service, fill, keepsOld = false }: Replacement,
  runtime: Runtime,
): Promise<string | null> {
  return withMutex('gecko restore', runtime, async () => {
    const before = await openProject(runtime);
    // What a killed gecko has stopped may not start on what the volume holds, and is started below.
    await takeUpVolumes(before, runtime);
    const project = { ...before, seen: await before.engine.snapshot(before.owner.project) };
    checkUsers(project.seen, live);
    const next = await createSwapVolume(live, 'new', project);
    try {
      await fill(next, project);
      await ensureVolume(live, service, project);
    } catch (error) {
      await dropVolume(next, project.engine, project.owner.project);
      await startedAgain(project, runtime);
      throw error;
    }
    runtime.ui.event({ type: 'step', text: `Replacing what ${live} holds` });
    const tryOut = tryOutOf(service, project, runtime);
    return swapIn({ live, next, service, tryOut, keepsOld }, project, runtime);
  });
}

/**
 * Fills it with a tar, which is unpacked, compared with what was looked at, and opened.
 * @throws GeckoError VOLUME_UNPROVEN (exit 25), NO_SPACE (24), VOLUME_TOOL (1), and what reading it throws
 */
export function fromTar(
  { live, service }: Pick<Replacement, 'live' | 'service'>,
  content: Unpacked,
  runtime: Runtime,
): Replacement['fill'] {
  return async (next, project) => {
    runtime.ui.event({ type: 'step', text: `Unpacking beside ${live}` });
    await fillNew(next, content, project, runtime);
    if (service === 'qdrant') {
      runtime.ui.event({ type: 'step', text: 'Opening it with a Qdrant of its own' });
      await tryQdrant({ volume: next, folder: 'data' }, project, runtime);
    }
    if (service === 'ollama') await tryModels(next, project, runtime);
  };
}

async function ensureVolume(
  name: string,
  service: string | null,
  { engine, owner }: DockerProject,
): Promise<void> {
  if ((await engine.volume(name)) !== null) return;
  const labels = { ...ownerLabels(owner), [labelNames.content]: 'data' };
  await engine.createVolume(name, service === null ? {} : labels);
}
