import type { Clock } from '../../clock.ts';
import { anyOf, type Condition, is } from './conditions.ts';
import { documentsName } from './names.ts';
import type { Qdrant } from './qdrant.ts';
import { readKeys } from './read-records.ts';
import { scroll } from './scroll.ts';

/** What is younger may belong to a commit under way in another process. */
const GRACE_MS = 10 * 60_000;

/** Revisions in one request. */
const KEYS = 500;

/** Points a page; two short strings each. */
const PAGE = 10_000;

/** A revision as its points tell of it. */
interface Seen {
  documentId: string;
  key: string;
  /** Points that are not live; parts of a text never are. */
  waiting: number;
  points: number;
  /** Latest time at which one of them was written. */
  written: number;
}

/**
 * Finishes or removes what a crash left between the steps of a commit or a removal: chunks of the revision
 * that a record names become live, those of any other go, and texts likewise.
 *
 * @returns number of chunks removed
 */
export async function sweepGeneration(
  qdrant: Qdrant,
  physical: string,
  clock: Clock,
): Promise<number> {
  const removed = await sweepChunks(qdrant, physical, clock, []);
  const documents = documentsName(physical);
  const isPart = [is('kind', 'part')];
  const parts = await revisionsIn(qdrant, documents, isPart);
  const { orphans } = await judge(qdrant, documents, parts);
  const dead = orphans.filter(({ written }) => written < youngest(clock));
  await removeAll(qdrant, documents, dead, isPart);
  return removed;
}

/** The same for chunks that are not live alone, of which there are few: for every other minute. */
export async function sweepWaiting(qdrant: Qdrant, physical: string, clock: Clock): Promise<void> {
  await sweepChunks(qdrant, physical, clock, [is('live', false)]);
}

async function sweepChunks(
  qdrant: Qdrant,
  physical: string,
  clock: Clock,
  must: Condition[],
): Promise<number> {
  const seen = await revisionsIn(qdrant, physical, must);
  const { named, orphans } = await judge(qdrant, documentsName(physical), seen);
  const unfinished = named.filter(({ waiting }) => waiting > 0);
  await each(unfinished, (current) =>
    qdrant.write(`making chunks of ${physical} live`, (client) =>
      client.setPayload(physical, {
        wait: true,
        payload: { live: true },
        filter: { must: current },
      }),
    ),
  );
  const dead = orphans.filter(
    ({ waiting, points, written }) => waiting < points || written < youngest(clock),
  );
  await removeAll(qdrant, physical, dead);
  return dead.reduce((sum, { points }) => sum + points, 0);
}

function youngest(clock: Clock): number {
  return clock.now() - GRACE_MS;
}

async function revisionsIn(
  qdrant: Qdrant,
  collection: string,
  must: Condition[],
): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const fields = ['document_id', 'revision_key', 'live', 'written'];
  for await (const { payload } of scroll(qdrant, collection, { must, fields, page: PAGE })) {
    const key = String(payload?.revision_key);
    const one = seen.get(key) ?? {
      documentId: String(payload?.document_id),
      key,
      waiting: 0,
      points: 0,
      written: 0,
    };
    one.points += 1;
    if (payload?.live !== true) one.waiting += 1;
    one.written = Math.max(one.written, Number(payload?.written));
    seen.set(key, one);
  }
  return seen;
}

/** Records are read after the points, so that whatever was committed meanwhile counts as named. */
async function judge(
  qdrant: Qdrant,
  documents: string,
  revisions: ReadonlyMap<string, Seen>,
): Promise<{ named: Seen[]; orphans: Seen[] }> {
  const all = [...revisions.values()];
  const ids = [...new Set(all.map(({ documentId }) => documentId))];
  const keys = await readKeys(qdrant, documents, ids);
  const isNamed = ({ documentId, key }: Seen) => keys.get(documentId) === key;
  return { named: all.filter(isNamed), orphans: all.filter((one) => !isNamed(one)) };
}

/** A revision that was written again since it was seen stays. */
async function removeAll(
  qdrant: Qdrant,
  collection: string,
  revisions: readonly Seen[],
  conditions: Condition[] = [],
): Promise<void> {
  const latest = Math.max(0, ...revisions.map(({ written }) => written));
  const unchanged = { key: 'written', range: { lte: latest } };
  await each(revisions, (must) =>
    qdrant.write(`removing leftovers from ${collection}`, (client) =>
      client.delete(collection, {
        wait: true,
        filter: { must: [...must, unchanged, ...conditions] },
      }),
    ),
  );
}

async function each(
  revisions: readonly Seen[],
  change: (must: Condition[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < revisions.length; start += KEYS) {
    const keys = revisions.slice(start, start + KEYS).map(({ key }) => key);
    await change([anyOf('revision_key', keys)]);
  }
}
