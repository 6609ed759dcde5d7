import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { Runtime } from '../../runtime.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { saveVolume } from './save-volume.ts';
import type { Saved } from './saved.ts';
import { withStoppedUsers } from './volume/with-stopped-users.ts';
import { volumeMissing } from './volume-missing.ts';
import { type DataService, volumeOfService } from './volume-of-service.ts';

/**
 * Stores the volume of a service as a whole, while the service and those that write to it are stopped.
 * @throws GeckoError VOLUME_MISSING (exit 10), VOLUME_IN_USE (22), and what `saveVolume` throws
 */
export async function saveCold(
  { service, reread }: { service: DataService; reread: boolean },
  project: DockerProject,
  place: RepositoryPlace,
  runtime: Runtime,
): Promise<Saved> {
  const name = volumeOfService(service, runtime);
  if ((await project.engine.volume(name)) === null) throw volumeMissing(name, project.seen);
  return withStoppedUsers(name, project, runtime, () =>
    saveVolume({ name, service, reread }, project, place, runtime),
  );
}
