import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import type { SwapInput } from './swap.ts';
import { tryQdrant } from './try-qdrant.ts';

/** How the data of a service is asked whether it answers, where its own container does not run. */
export function tryOutOf(
  service: string | null,
  project: DockerProject,
  runtime: Runtime,
): SwapInput['tryOut'] {
  return async (volume) => {
    if (service === 'qdrant') await tryQdrant({ volume, folder: '' }, project, runtime);
  };
}
