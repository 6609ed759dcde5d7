import type { VolumeState } from '../engine/objects.ts';
import { composeLabels } from './compose-labels.ts';
import type { OldService, OldStack } from './old-stack.ts';

/** What Compose has left of a stack whose containers are gone: its volumes, told by their names. */
export function stackOfVolumes(project: string, volumes: readonly VolumeState[]): OldStack {
  const services = volumes.flatMap(({ name, labels }): OldService[] => {
    const key = labels[composeLabels.volume] ?? name;
    if (/qdrant/i.test(key)) return [kept('qdrant', name, '/qdrant/storage')];
    if (/ollama/i.test(key)) return [kept('ollama', name, '/root/.ollama')];
    return [];
  });
  return {
    project,
    file: null,
    profiles: [],
    services,
    notes: ['Its containers are gone: ports, model and hardware are those of gecko.'],
  };
}

function kept(name: 'qdrant' | 'ollama', source: string, target: string): OldService {
  return {
    ...{ name, image: `${name}/${name}`, build: null, ports: [], env: {}, command: '', gpu: null },
    mounts: [{ type: 'volume', source, target }],
    limits: { cpus: null, memory: null },
    ...{ replicas: 1, profiles: [], containers: [] },
  };
}
