import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { needsDocker } from './needs-docker.ts';

/** The project's networks or volumes; with a name, one of them. @throws NOTHING_THERE (exit 10) */
export async function objects(
  kind: 'network' | 'volume',
  name: string | null,
  runtime: Runtime,
): Promise<Report> {
  const data = runtime.paths.project.store;
  await needsDocker(`gecko ${kind}s`, `There are none; the corpus is in ${data}.`, runtime);
  const docker = await import('./docker/objects.ts');
  if (kind === 'network')
    return name === null ? docker.listNetworks(runtime) : docker.inspectNetwork(name, runtime);
  return name === null ? docker.listVolumes(runtime) : docker.inspectVolume(name, runtime);
}
