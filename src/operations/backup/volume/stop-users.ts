import { isUp } from '../../../plan/is-up.ts';
import { usersOf } from '../../../plan/plan-down.ts';
import { planStop } from '../../../plan/plan-verbs.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { simpleRun } from '../../docker/simple-run.ts';
import { checkUsers } from './check-users.ts';
import { noteStopped } from './stopped-note.ts';

/**
 * Stops the project's containers that mount a volume, and before them those that write through them, in the
 * order in which `gecko stop` does it. What ran is noted first: `startStopped` starts it again.
 * @throws GeckoError VOLUME_IN_USE (exit 22) where a container of others runs with the volume
 */
export async function stopUsers(
  volume: string,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const { engine, owner } = project;
  const seen = await engine.snapshot(owner.project);
  checkUsers(seen, volume);
  const running = seen.containers.filter(
    (one) => isUp(one) && one.labels[labelNames.service] !== undefined,
  );
  const users = running.filter(({ volumes }) => volumes.some(({ name }) => name === volume));
  const stopping = new Set([...users.flatMap((user) => usersOf(user, running)), ...users]);
  if (stopping.size === 0) return;
  await noteStopped(
    [...stopping].map(({ name }) => name),
    project,
  );
  await simpleRun(planStop({ ...seen, containers: [...stopping] }, []), project, runtime);
}
