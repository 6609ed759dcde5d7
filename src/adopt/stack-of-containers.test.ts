import { describe, expect, it } from 'vitest';
import type { ContainerDetails } from '../engine/objects.ts';
import { freeProject } from './free-project.ts';
import { mergeStacks } from './merge-stacks.ts';
import { propose } from './propose.ts';
import { readCompose } from './read-compose.ts';
import { stackOfContainers } from './stack-of-containers.ts';
import { stackOfVolumes } from './stack-of-volumes.ts';
import { takenOver } from './taken-over.ts';

const details = (service: string, changes: Partial<ContainerDetails>): ContainerDetails => ({
  ...{ id: `id-${service}`, name: service, image: 'any:1', imageId: `sha256:${service}` },
  labels: { 'com.docker.compose.project': 'old', 'com.docker.compose.service': service },
  ...{ command: '', status: 'running', health: null, statusText: '', created: 0, ports: [] },
  ...{ networks: [], volumes: [], exitCode: null, oomKilled: false, error: '', restarts: 0 },
  ...{ startedAt: 0, env: [], binds: [], restart: 'unless-stopped', devices: [] },
  ...{ memoryLimit: null, lastProbe: null },
  ...changes,
});
const port = (hostPort: number, containerPort: number) => ({
  ...{ address: '0.0.0.0', hostPort, containerPort },
});
const containers = [
  details('qdrant', {
    image: 'qdrant/qdrant:latest',
    ports: [port(16_333, 6333)],
    volumes: [{ name: 'old_qdrant_storage', target: '/qdrant/storage' }],
    env: ['PATH=/bin', 'QDRANT__SERVICE__API_KEY=secret'],
  }),
  details('ollama-gpu', {
    image: 'ollama/ollama:latest',
    binds: [{ source: '/data/ollama', target: '/root/.ollama' }],
    devices: [{ kind: 'nvidia', count: 'all', ids: [] }],
    restart: 'always',
  }),
  details('langchain-backend', { ports: [port(9000, 8000)], env: ['QDRANT_COLLECTION=handbook'] }),
  details('ollama-pull-llama', { status: 'exited', command: '/bin/sh -c ollama pull llama3:8b' }),
];

describe('a stack as its containers tell of it', () => {
  it('becomes a gecko.yaml without its file', () => {
    const stack = stackOfContainers('old', containers);
    expect(propose(stack).values).toEqual({
      ...{ runtime: 'docker', model: 'llama3:8b', profile: 'gpu-nvidia', gpus: 'all' },
      corpus: { collection: 'handbook' },
      ports: { rag: 9000, qdrant: 16_333 },
      publish: { ollama: false },
    });
    expect(takenOver(stack)).toMatchObject({
      qdrant: { mount: { type: 'volume', source: 'old_qdrant_storage' } },
      ollama: { mount: { type: 'bind', source: '/data/ollama' } },
    });
  });

  it('never tells a secret', () => {
    const { notes } = propose(stackOfContainers('old', containers));
    expect(JSON.stringify(notes)).not.toContain('secret');
    expect(notes).toContainEqual(expect.stringContaining("a key of gecko's own"));
  });

  it('leaves out what was run once, and counts replicas', () => {
    const oneOff = details('langchain-backend', { id: 'once' });
    const labels = { ...oneOff.labels, 'com.docker.compose.oneoff': 'True' };
    const stack = stackOfContainers('old', [
      ...containers,
      details('langchain-backend', { id: 'second' }),
      { ...oneOff, labels },
    ]);
    expect(propose(stack).values).toMatchObject({ services: { rag: { replicas: 2 } } });
  });

  it('counts before what its file says', () => {
    const file = readCompose({
      text: `services:
        qdrant: { image: qdrant/qdrant, ports: ["6333:6333"], volumes: ["qdrant_storage:/qdrant/storage"] }
        ollama-gpu: { image: ollama/ollama, profiles: [gpu-nvidia], deploy: { resources: { limits: { memory: 8G } } } }
        ollama-cpu: { image: ollama/ollama, profiles: [cpu] }`,
      path: '/srv/old/compose.yaml',
      variables: {},
      envFile: () => null,
    });
    const { values } = propose(mergeStacks(file, stackOfContainers('old', containers)));
    expect(values).toMatchObject({
      ...{ profile: 'gpu-nvidia', gpus: 'all', ports: { qdrant: 16_333 } },
      services: { ollama: { limits: { memory: '8G' } } },
    });
  });
});

it('is found by its volumes where its containers are gone', () => {
  const volume = (name: string) => ({
    ...{ name: `old_${name}`, driver: 'local', mountpoint: '', created: null },
    labels: { 'com.docker.compose.project': 'old', 'com.docker.compose.volume': name },
  });
  const stack = stackOfVolumes('old', ['qdrant_storage', 'ollama_storage', 'other'].map(volume));
  expect(takenOver(stack)).toMatchObject({
    qdrant: { mount: { source: 'old_qdrant_storage' } },
    ollama: { mount: { source: 'old_ollama_storage' } },
  });
});

it('makes a project of another name where Compose has the names of its volumes', () => {
  expect(freeProject('gecko', new Set(['old_qdrant_storage']))).toBe('gecko');
  expect(freeProject('gecko', new Set(['gecko_qdrant_storage']))).toBe('gecko-rag');
  expect(freeProject('gecko', new Set(['gecko-qdrant-1', 'gecko-rag-internal']))).toBe(
    'gecko-rag2',
  );
});
