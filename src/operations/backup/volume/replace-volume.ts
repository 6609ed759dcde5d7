import type { Runtime } from '../../../runtime.ts';
import { labelNames, ownerLabels } from '../../../stack/labels.ts';
import { type DockerProject, openProject } from '../../docker/open-project.ts';
import { withMutex } from '../../docker/with-mutex.ts';
import { checkUsers } from './check-users.ts';
import { fillNew, type Unpacked } from './fill-new.ts';
import { swapIn } from './swap.ts';
import { createSwapVolume, dropVolume } from './swap-volumes.ts';
import { takeUp } from './take-up.ts';
import { tryModels } from './try-models.ts';
import { tryOutOf } from './try-out-of.ts';
import { tryQdrant } from './try-qdrant.ts';

export interface Replacement {
  live: string;
  /** Whose data it is; null: none of ours. */
  service: string | null;
  content: Unpacked;
}

/**
 * Puts a tar in the place of what a volume holds: unpacked into a volume of its own, proven there, and then
 * swapped in. Either all of it arrives and answers, or the volume is as it was.
 * @throws GeckoError VOLUME_IN_USE (exit 22), VOLUME_UNPROVEN (25), UNHEALTHY (23), NO_SPACE (24), LOCKED (11), and the engine's
 */
export function replaceVolume(
  { live, service, content }: Replacement,
  runtime: Runtime,
): Promise<void> {
  return withMutex('gecko restore', runtime, async () => {
    const before = await openProject(runtime);
    await takeUp(before, runtime);
    const project = { ...before, seen: await before.engine.snapshot(before.owner.project) };
    checkUsers(project.seen, live);
    const next = await createSwapVolume(live, 'new', project);
    try {
      runtime.ui.event({ type: 'step', text: `Unpacking beside ${live}` });
      await fillNew(next, content, project, runtime);
      if (service === 'qdrant') {
        runtime.ui.event({ type: 'step', text: 'Opening it with a Qdrant of its own' });
        await tryQdrant({ volume: next, folder: 'data' }, project, runtime);
      }
      if (service === 'ollama') await tryModels(next, project, runtime);
      await ensureVolume(live, service, project);
    } catch (error) {
      await dropVolume(next, project.engine, project.owner.project);
      throw error;
    }
    runtime.ui.event({ type: 'step', text: `Replacing what ${live} holds` });
    const tryOut = tryOutOf(service, project, runtime);
    await swapIn({ live, next, service, tryOut }, project, runtime);
  });
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
