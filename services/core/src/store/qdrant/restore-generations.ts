import type { Clock } from '../../clock.ts';
import { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import { dropOlder } from '../drop-older.ts';
import type { Generation, GenerationStore } from '../port.ts';
import { type Catalog, createCatalog, previousOf } from './catalog.ts';
import { dropCollections } from './create-collections.ts';
import { documentsName, physicalName } from './names.ts';
import { connectQdrant, type Qdrant, type QdrantAddress } from './qdrant.ts';
import { openQdrantStore } from './qdrant-store.ts';
import { switchAll } from './switch-all.ts';

/** A collection of a backup, and what it held. */
export interface WantedCollection {
  collection: string;
  /** As the backup has it. */
  fingerprint: unknown;
  documents: number;
  points: { chunks: number; documents: number };
}

export interface RestoredCollection {
  collection: string;
  generation: number;
  documents: number;
  chunks: number;
}

export interface RestoreOptions extends QdrantAddress {
  clock: Clock;
  /** Gets as warnings what fails once the names are switched. */
  log: Log;
  /** Name and version of the program. */
  writer: string;
  /** Fills one of the two collections of a fresh generation. @param physical its name in Qdrant */
  fill(collection: string, part: 'chunks' | 'documents', physical: string): Promise<void>;
  signal: AbortSignal;
}

/** Marks what a restore is making, so that the next one removes what a kill has left. */
const MARK = ' restore';
/** Documents whose chunks are counted before anybody is sent there. */
const SAMPLE = 20;

/**
 * Makes a fresh generation of each collection, has it filled, checks it, and then points all names at the
 * fresh ones in one request. Until then nobody notices; what fails drops what it made. The generation of
 * before stays for a rollback. Nothing is thrown once they are switched.
 * @throws ServiceError INTEGRITY where not all arrived, COLLECTION_READ_ONLY where another program has a
 *   collection of that name, what `fill` throws, and the store's
 */
export async function restoreGenerations(
  wanted: readonly WantedCollection[],
  options: RestoreOptions,
): Promise<RestoredCollection[]> {
  const { writer, log, signal, fill } = options;
  const qdrant = connectQdrant(options);
  const catalog = createCatalog(qdrant);
  const store = await openQdrantStore({ ...options, writer: `${writer}${MARK}`, log: () => {} });
  const names = await catalog.names();
  await dropLeft(qdrant, catalog, wanted);
  const made: Generation[] = [];
  const restored: RestoredCollection[] = [];
  try {
    for (const one of wanted) {
      const { collection, fingerprint } = one;
      signal.throwIfAborted();
      if (names.includes(collection)) throw foreign(collection);
      const fresh = await store.create(collection, parsed(collection, fingerprint));
      made.push(fresh.info);
      const { physical, generation } = fresh.info;
      await fill(collection, 'chunks', physical);
      await fill(collection, 'documents', documentsName(physical));
      await checkPoints(qdrant, physical, one);
      await checkDocuments(fresh, one);
      const { documents, points } = one;
      restored.push({ collection, generation, documents, chunks: points.chunks });
    }
    signal.throwIfAborted();
    await switchAll(qdrant, catalog, restored, log);
  } catch (error) {
    // Where even that fails, the next restore drops them.
    for (const { collection, generation } of made)
      if ((await catalog.live(collection).catch(() => generation)) !== generation)
        await dropCollections(qdrant, physicalName(collection, generation)).catch(() => {});
    throw error;
  }
  const collections = restored.map(({ collection }) => collection);
  await dropOlder(store, collections, log);
  return restored;
}

async function dropLeft(
  qdrant: Qdrant,
  catalog: Catalog,
  wanted: readonly WantedCollection[],
): Promise<void> {
  for (const { collection } of wanted) {
    const live = await catalog.live(collection);
    const all = await catalog.all(collection);
    const kept = [live, previousOf(all, live)?.generation];
    for (const { generation, state, writtenBy } of all)
      if (state === 'building' && writtenBy.endsWith(MARK) && !kept.includes(generation))
        await dropCollections(qdrant, physicalName(collection, generation));
  }
}

function parsed(collection: string, fingerprint: unknown): Fingerprint {
  const found = Fingerprint.safeParse(fingerprint);
  if (found.success) return found.data;
  throw new ServiceError('INTEGRITY', `The backup has no usable fingerprint of ${collection}`);
}

async function checkPoints(
  qdrant: Qdrant,
  physical: string,
  { collection, points }: WantedCollection,
): Promise<void> {
  for (const [name, wanted] of [
    [physical, points.chunks],
    [documentsName(physical), points.documents],
  ] as const) {
    const { count } = await qdrant.read(`counting ${name}`, (client) =>
      client.count(name, { exact: true }),
    );
    if (count !== wanted) throw incomplete(collection, `${count} of ${wanted} points arrived`);
  }
}

/** As a backend would ask for them. */
async function checkDocuments(
  fresh: GenerationStore,
  { collection, documents }: WantedCollection,
): Promise<void> {
  const records = await fresh.records();
  if (records.length !== documents)
    throw incomplete(collection, `${records.length} of ${documents} documents arrived`);
  for (const { id, path, chunks } of records.slice(0, SAMPLE)) {
    const found = await fresh.chunks(id);
    if (found.length !== chunks)
      throw incomplete(collection, `${path} has ${found.length} of ${chunks} chunks`);
  }
}

function incomplete(collection: string, what: string): ServiceError {
  return new ServiceError(
    'INTEGRITY',
    `${collection} was not restored whole: ${what}`,
    'Nothing was switched over. Run the command again, or take another backup.',
  );
}

function foreign(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_READ_ONLY',
    `Qdrant has a collection ${collection} that gecko did not make, so the name cannot be switched`,
    'Delete that one in Qdrant after a backup of it, then restore again.',
  );
}
