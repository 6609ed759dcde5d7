import type { Point } from './points.ts';
import type { Qdrant } from './qdrant.ts';
import { wellFormed } from './well-formed.ts';

/** Points in one request. */
const MOST_POINTS = 128;

/** UTF-16 units of payload in one request, about: Qdrant takes bodies of 32 MiB. */
const MOST_LENGTH = 4 * 1024 * 1024;

/** Writes points, and resolves when they are on disk and can be found. */
export async function upload(
  qdrant: Qdrant,
  collection: string,
  points: readonly Point[],
): Promise<void> {
  const sendable = points.map((point) => ({ ...point, payload: wellFormed(point.payload ?? {}) }));
  for (const batch of batches(sendable)) {
    await qdrant.write(`writing into ${collection}`, (client) =>
      client.upsert(collection, { wait: true, points: batch }),
    );
  }
}

export function batches(points: readonly Point[]): Point[][] {
  const made: Point[][] = [];
  let length = 0;
  for (const point of points) {
    const its = JSON.stringify(point.payload).length;
    const last = made.at(-1);
    if (last && last.length < MOST_POINTS && length + its <= MOST_LENGTH) {
      last.push(point);
      length += its;
    } else {
      made.push([point]);
      length = its;
    }
  }
  return made;
}
