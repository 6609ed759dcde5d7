import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../log.ts';
import { checkCounts } from './check-counts.ts';
import type { Generation, GenerationStore, Store } from './port.ts';
import { withFresh } from './with-fresh.ts';

export interface CarryProgress {
  collection: string;
  documents: number;
  total: number;
}

export interface CarriedCollection {
  collection: string;
  documents: number;
  chunks: number;
  /** False where the other store had the very same already. */
  isNew: boolean;
}

export interface CarryReport {
  collections: readonly CarriedCollection[];
  /** Names of collections that another program made, which stay where they are. */
  left: readonly string[];
}

export interface CarryOptions {
  signal: AbortSignal;
  onProgress?: (progress: CarryProgress) => void;
  /** Gets as warnings what fails once the names are switched. */
  log?: Log;
}

/** Documents on their way at once; each is held in memory whole. */
const AT_ONCE = 16;

/**
 * Carries every collection of a store over to another: documents with their text, chunks, terms and
 * vectors, as they are. Each becomes a new generation there; the names switch to them all at once, and
 * what they stood for before stays to be rolled back to. Nobody may write to either store meanwhile. A run
 * that fails or is left drops what it made, and may be begun again.
 *
 * @throws ServiceError INTEGRITY where the counts differ at the end, and what either store throws
 */
export async function carryCorpus(
  from: Store,
  to: Store,
  options: CarryOptions,
): Promise<CarryReport> {
  const live = await from.collections();
  const carryAll = async (made: Generation[]) => {
    const carried: CarriedCollection[] = [];
    for (const { collection, legacy } of live) {
      const source = legacy ? null : await from.resolve(collection);
      if (source) carried.push(await carryCollection(source, to, made, options));
    }
    options.signal.throwIfAborted();
    return carried;
  };
  const collections = await withFresh(to, carryAll, options.log);
  return { collections, left: live.flatMap((one) => (one.legacy ? [one.collection] : [])) };
}

/** @param made takes the generation that is made, as soon as it is there */
async function carryCollection(
  source: GenerationStore,
  to: Store,
  made: Generation[],
  { signal, onProgress = () => {} }: CarryOptions,
): Promise<CarriedCollection> {
  const { collection, fingerprint } = source.info;
  const records = await source.records();
  const { documents, chunks } = await source.stats();
  if (await isThere(source.info, records, to))
    return { collection, documents, chunks, isNew: false };
  const target = await to.create(collection, fingerprint);
  made.push(target.info);
  for (let start = 0; start < records.length; start += AT_ONCE) {
    signal.throwIfAborted();
    const group = records.slice(start, start + AT_ONCE);
    const stored = await Promise.all(group.map(({ id }) => source.stored(id)));
    await target.commit(stored.filter((one) => one !== null));
    onProgress({ collection, documents: start + group.length, total: records.length });
  }
  checkCounts(collection, { documents, chunks }, await target.stats());
  return { collection, documents, chunks, isNew: true };
}

/** After a move there and back without a change, nothing has to be carried. */
async function isThere(
  { collection, fingerprint }: Generation,
  records: readonly { id: string }[],
  to: Store,
): Promise<boolean> {
  const there = await to.resolve(collection);
  if (!there || there.info.legacy || !isDeepStrictEqual(there.info.fingerprint, fingerprint))
    return false;
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  return isDeepStrictEqual((await there.records()).toSorted(byId), records.toSorted(byId));
}
