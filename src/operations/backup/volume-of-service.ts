import type { Runtime } from '../../runtime.ts';
import { volumeName } from '../../stack/names.ts';
import type { DataVolume } from '../../stack/service-spec.ts';

/** Services whose data is a volume of its own, and its key. */
export const dataVolumes = {
  qdrant: 'qdrant_storage',
  ollama: 'ollama_storage',
} as const satisfies Record<string, DataVolume>;

export type DataService = keyof typeof dataVolumes;

/** The volume in which a service of the project keeps its data: as configured, else gecko's own. */
export function volumeOfService(service: DataService, { config }: Pick<Runtime, 'config'>): string {
  const key = dataVolumes[service];
  return config.volumes[key].name ?? volumeName(config.project, key);
}
