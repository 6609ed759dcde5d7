import { createHash, randomInt } from 'node:crypto';
import { z } from 'zod';
import { createFakeCollection, type FakeCollection } from './collection.ts';
import { parsePointId } from './point-id.ts';
import { Refusal } from './refusal.ts';
import type { FakeQdrant, Route } from './routes.ts';
import { toNumbers, type Vector } from './vectors.ts';

interface SnapshotRoute {
  method: string;
  /** Behind the collection's own. */
  path: string;
  writes?: true;
  answer: Route['answer'];
}

const mark = 'a snapshot of the stand-in for Qdrant\n';

/** What the stand-in knows of snapshots; only what is uploaded outlives it. */
export const snapshotRoutes: readonly SnapshotRoute[] = [
  {
    method: 'POST',
    path: '/snapshots',
    answer(qdrant, { params: [name = ''] }) {
      const content = Buffer.from(mark + JSON.stringify(packed(there(qdrant, name))));
      const of = qdrant.snapshots.get(name) ?? new Map<string, Buffer>();
      qdrant.snapshots.set(name, of);
      const time = new Date().toISOString().slice(0, 19);
      const snapshot = `${name}-${randomInt(2 ** 47)}-${time.replaceAll(/[T:]/g, '-')}.snapshot`;
      of.set(snapshot, content);
      return described(snapshot, content);
    },
  },
  {
    method: 'GET',
    path: '/snapshots',
    answer: ({ snapshots }, { params: [name = ''] }) =>
      [...(snapshots.get(name) ?? [])].map(([one, content]) => described(one, content)),
  },
  {
    method: 'GET',
    path: '/snapshots/([^/]+)',
    answer: ({ snapshots }, { params: [name = '', snapshot = ''] }) =>
      snapshots.get(name)?.get(snapshot) ?? missing(snapshot),
  },
  {
    method: 'DELETE',
    path: '/snapshots/([^/]+)',
    answer: ({ snapshots }, { params: [name = '', snapshot = ''] }) =>
      snapshots.get(name)?.delete(snapshot) || missing(snapshot),
  },
  {
    method: 'POST',
    path: '/snapshots/upload',
    writes: true,
    answer({ collections }, { params: [name = ''], body }) {
      const restored = unpacked(String(body.snapshot));
      const before = collections.get(name);
      // The points of the snapshot; the metadata of the collection that is there.
      collections.set(name, before ? { ...restored, metadata: before.metadata } : restored);
      return true;
    },
  },
];

function there({ collections }: FakeQdrant, name: string): FakeCollection {
  const found = collections.get(name);
  if (found) return found;
  throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
}

function missing(snapshot: string): never {
  throw new Refusal(404, `Not found: Snapshot ${snapshot} not found`);
}

function described(name: string, content: Buffer) {
  const checksum = createHash('sha256').update(content).digest('hex');
  return { name, creation_time: '2026-11-23T02:32:19', size: content.length, checksum };
}

function packed({ params, metadata, points, indexes, operations }: FakeCollection) {
  const vectorsOf = (vectors: ReadonlyMap<string, Vector>) =>
    Object.fromEntries(
      [...vectors].map(([name, one]) => [name, 'indices' in one ? one : toNumbers(one)]),
    );
  return {
    params,
    metadata,
    indexes: [...indexes],
    operations,
    points: [...points.values()].map(({ id, version, vectors, payload }) => ({
      id: typeof id === 'bigint' ? String(id) : id,
      version,
      vectors: vectorsOf(vectors),
      payload,
    })),
  };
}

const Packed = z.object({
  params: z.object({ vectors: z.unknown(), sparse_vectors: z.unknown().optional() }),
  metadata: z.record(z.string(), z.unknown()).optional(),
  indexes: z.array(z.tuple([z.string(), z.string()])),
  operations: z.number(),
  points: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      version: z.number(),
      vectors: z.record(
        z.string(),
        z.union([
          z.array(z.number()),
          z.object({ indices: z.array(z.number()), values: z.array(z.number()) }),
        ]),
      ),
      payload: z.record(z.string(), z.unknown()),
    }),
  ),
});

function unpacked(text: string): FakeCollection {
  if (!text.startsWith(mark))
    throw new Refusal(
      500,
      'Service internal error: File IO error: Malformed tar archive, reached unknown entry',
    );
  const { params, metadata, indexes, operations, points } = Packed.parse(
    JSON.parse(text.slice(mark.length)),
  );
  const made = createFakeCollection({ ...params, metadata });
  for (const { id, version, vectors, payload } of points) {
    const key = parsePointId(id);
    const kept = Object.entries(vectors).map(
      ([name, one]) => [name, Array.isArray(one) ? Float32Array.from(one) : one] as const,
    );
    made.points.set(key, { id: key, version, vectors: new Map(kept), payload });
  }
  for (const [field, type] of indexes) made.indexes.set(field, type);
  return { ...made, operations };
}
