import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { stopUsers } from './stop-users.ts';
import { startStopped } from './stopped-note.ts';

/**
 * Works while nothing of the project runs that uses a volume; what ran before runs again whatever happens,
 * and after a kill the next gecko starts it.
 * @throws GeckoError VOLUME_IN_USE (exit 22), what the work throws, and UNHEALTHY (23)
 */
export async function withStoppedUsers<T>(
  volume: string,
  project: DockerProject,
  runtime: Runtime,
  work: () => Promise<T>,
): Promise<T> {
  let done: { value: T } | null = null;
  try {
    await stopUsers(volume, project, runtime);
    done = { value: await work() };
  } finally {
    await startStopped(project, runtime).catch((error: unknown) => {
      // What the work threw is the reason of all.
      if (done) throw error;
      const text = `What was stopped could not be started again; gecko up does it: ${error}`;
      runtime.ui.event({ type: 'warning', text });
    });
  }
  return done.value;
}
