import { Readable } from 'node:stream';
import type { Door } from '../../src/clients/door.ts';
import type { DockerTools, FoundWeights } from '../../src/docker-tools.ts';
import type { HostFacts } from '../../src/host/host-facts.ts';
import { catalog } from '../../src/stack/catalog.ts';
import { fakeClock } from './fake-clock.ts';
import {
  type FakeEngine,
  type FakeEngineOptions,
  type FakeImage,
  fakeEngine,
} from './fake-engine.ts';
import { type FakeOllama, fakeOllama } from './fake-ollama.ts';
import { type FakeQdrantServer, fakeQdrantServer } from './fake-qdrant-server.ts';
import { plainHost } from './plain-host.ts';

/** It runs until it is stopped. */
const runs: FakeImage = { behaviour: { health: { healthyAfter: 0 }, says: ['ready'] } };

/** Images of every service, as a machine has them that has run gecko before. */
export const stackImages: Record<string, FakeImage> = {
  'gecko-backend:test': runs,
  ...Object.fromEntries(
    catalog.flatMap(({ image }) => (image.from === 'registry' ? [[image.reference, runs]] : [])),
  ),
};

export interface FakeDocker extends DockerTools {
  fake: FakeEngine;
  ollama: FakeOllama;
  qdrant: FakeQdrantServer;
  /** Containers that run and do not answer. */
  sick: Set<string>;
  /** To which runtimes the corpus was carried. */
  carried: string[];
  /** The weights that this machine has, or why it has none. */
  here: FoundWeights | { absence: string };
  /** Sha256 of the models of known sets. */
  knownWeights: Set<string>;
  /** Sha256 of the weights that were brought into its cache. */
  kept: string[];
}

/** A machine as gecko sees it, and as its engine and containers do. */
export interface FakeWorld
  extends Pick<FakeEngineOptions, 'info' | 'machine' | 'registry' | 'before'> {
  host?: HostFacts;
}

/** The docker runtime's tools over an engine in memory; what runs is healthy. */
export function fakeDocker(
  images: Record<string, FakeImage> = stackImages,
  { host = plainHost, ...world }: FakeWorld = {},
): FakeDocker {
  const fake = fakeEngine({ clock: fakeClock(), images, ...world });
  const sick = new Set<string>();
  const ollama = fakeOllama();
  const qdrant = fakeQdrantServer();
  const carried: string[] = [];
  const kept: string[] = [];
  const door: Door = {
    async probe(container) {
      const name = container?.replace(/^(rag|qa)$/, 'gecko-$1-1') ?? 'gecko-web-1';
      const there = await fake.container(name);
      const healthy = there?.status === 'running' && !sick.has(name);
      return { healthy, detail: healthy ? 'HTTP 200' : 'nothing listens there' };
    },
    ollama,
    qdrant: (key) => qdrant.server(key),
    snapshots: () => {
      throw new Error('this world has no snapshots: see qdrant-server.ts');
    },
  };
  const docker: FakeDocker = {
    fake,
    ollama,
    qdrant,
    sick,
    carried,
    kept,
    engine: async () => fake,
    host: async () => host,
    rememberEngine: async () => {},
    door: () => door,
    doorFiles: async ({ token }) => [{ name: 'nginx.conf', content: `of ${token}` }],
    backendImage: async (_, base = 'node:test') => ({
      reference: 'gecko-backend:test',
      base,
      contextFiles: [{ path: 'Dockerfile', content: 'FROM scratch\n', mode: 0o644 }],
      context: () => Readable.from([]),
    }),
    folderContext: () => Readable.from([]),
    folderFiles: async () => [],
    here: { absence: 'none in this test' },
    knownWeights: new Set(),
    weights: async () => docker.here,
    weightsHere: async () => docker.here,
    areWeightsKnown: async ({ model }) => docker.knownWeights.has(model),
    canKeepWeights: async () => true,
    async keepWeights(sha256, files) {
      for (const content of Object.values(files)) for await (const _ of content);
      kept.push(sha256);
      return null;
    },
    carry: async ({ to }) => {
      carried.push(to);
      return { collections: [], left: [] };
    },
    restore: async () => [],
    describeStore: async () => [],
    examineStore: async () => [],
    proveRestored: async () => [],
    restoreStore: async () => [],
    proveFolder: async () => [],
    proveQdrant: async () => [],
    openQdrant() {
      throw new Error('no Qdrant apart from the stack');
    },
  };
  return docker;
}
