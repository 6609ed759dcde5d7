import type { Runtime } from '../../../runtime.ts';
import { isInterrupted } from '../../docker/is-interrupted.ts';
import { type DockerProject, openProject } from '../../docker/open-project.ts';
import { withMutex } from '../../docker/with-mutex.ts';
import { startedAgain } from './started-again.ts';
import { takeUpVolumes } from './take-up.ts';

/**
 * The project to restore into: what a killed gecko has left is finished first, but for a dry run. What does not
 * answer on its volume then may be what the restore mends.
 * @throws GeckoError LOCKED (exit 11), what speaks against a volume's new data, after the old came back, and
 *   the engine's
 */
export async function openSettled(dryRun: boolean, runtime: Runtime): Promise<DockerProject> {
  const project = await openProject(runtime);
  if (dryRun || !isInterrupted(project.seen)) return project;
  await withMutex('gecko restore', runtime, async () => {
    const left = await openProject(runtime);
    await takeUpVolumes(left, runtime);
    await startedAgain(left, runtime);
  });
  return openProject(runtime);
}
