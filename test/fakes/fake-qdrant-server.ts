import type { QdrantCollection, QdrantServer } from '../../src/clients/qdrant.ts';
import { exitCodes, GeckoError } from '../../src/errors.ts';

export interface FakeQdrantServer {
  versionIs: string;
  /** By name, or by an alias. */
  readonly has: Map<string, QdrantCollection>;
  /** It asks nobody for its key. */
  isOpen: boolean;
  /** It has another key than the one it is asked with. */
  hasOtherKey: boolean;
  /** Thrown by whatever is asked. */
  failure: Error | null;
  server(key: string | null): QdrantServer;
}

/** A Qdrant in memory, as far as it tells of its collections. */
export function fakeQdrantServer(): FakeQdrantServer {
  const fake: FakeQdrantServer = {
    versionIs: '1.18.3',
    has: new Map(),
    isOpen: false,
    hasOtherKey: false,
    failure: null,
    server(key) {
      const begin = (signal: AbortSignal) => {
        signal.throwIfAborted();
        if (fake.failure) throw fake.failure;
        if (fake.isOpen || (key !== null && !fake.hasOtherKey)) return;
        throw new GeckoError('UNAUTHORIZED', 'Qdrant refuses: Must provide an API key', {
          exitCode: exitCodes.key,
        });
      };
      return {
        async version(signal) {
          begin(signal);
          return fake.versionIs;
        },
        async collections(signal) {
          begin(signal);
          return [...fake.has.keys()];
        },
        async collection(name, signal) {
          begin(signal);
          return fake.has.get(name) ?? null;
        },
      };
    },
  };
  return fake;
}

/** A collection as gecko makes it, all well. */
export function aCollection(changes: Partial<QdrantCollection> = {}): QdrantCollection {
  return {
    status: 'green',
    failure: null,
    points: 12,
    indexed: 12,
    dimensions: { dense: 384 },
    made: { model: 'all-MiniLM-L6-v2', dimension: 384 },
    ...changes,
  };
}
