import type { ContainerState } from '../../engine/objects.ts';
import { isUsersOwn } from '../../stack/corpus-backend.ts';
import { labelNames } from '../../stack/labels.ts';
import type { BackendName } from '../../stack/service-spec.ts';
import type { DoctorFacts } from './facts.ts';

/** A container of the project that runs gecko's own backend, in which there is Node.js. */
export async function ownBackend({
  runtime,
  project,
}: Pick<DoctorFacts, 'runtime' | 'project'>): Promise<ContainerState | null> {
  const { seen } = await project();
  const isOurs = (name: BackendName) => name === 'corpus' || !isUsersOwn(name, runtime.config);
  const names = (['rag', 'qa', 'corpus'] as const).filter(isOurs);
  const running = seen.containers.filter(({ status }) => status === 'running');
  for (const name of names) {
    const found = running.find(({ labels }) => labels[labelNames.service] === name);
    if (found) return found;
  }
  return null;
}
