import { join } from 'node:path';
import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { collectionMissing } from '../collection-missing.ts';
import type { Generation } from '../port.ts';
import {
  type CatalogFile,
  type CatalogOptions,
  type CollectionEntry,
  readCatalog,
  writeCatalog,
} from './catalog-file.ts';

/** A generation by its collection and number. */
export interface Numbered {
  collection: string;
  generation: number;
}

/**
 * Which generation a name stands for: one small file, replaced as a whole, so that a switch is atomic.
 * Changes are durable when their promise resolves. Errors: ServiceError COLLECTION_MISSING, GENERATION_MISSING,
 * BAD_REQUEST, NO_SPACE.
 */
export interface Catalog {
  collections(): string[];
  /** Number of the live generation; null where there is none. */
  live(collection: string): number | null;
  generations(collection: string): Generation[];
  describe(collection: string, generation: number): Generation;
  /** Generations whose making or dropping was not finished. */
  unfinished(): Numbered[];
  /** Records a generation as `building`. @param above numbers up to this one are taken */
  add(collection: string, fingerprint: Fingerprint, above: number): Promise<number>;
  /** All of them, or none. */
  switchAll(targets: readonly Numbered[]): Promise<void>;
  /** Number of the generation before the last switch; null where there is none. */
  previous(collection: string): number | null;
  /** @returns number of the generation before the last switch, which is live now */
  rollback(collection: string): Promise<number>;
  /** Marks one generation, which must not be live, or all of a collection as `dropping`; they are out of sight then. */
  markDropping(collection: string, generation?: number): Promise<Numbered[]>;
  /** Forgets generations whose tables are gone, and collections that have none left. */
  forget(gone: readonly Numbered[]): Promise<void>;
}

/** @throws ServiceError SCHEMA_NEWER, INTEGRITY, NO_SPACE */
export async function openCatalog(folder: string, options: CatalogOptions): Promise<Catalog> {
  const { writer } = options;
  const file = join(folder, 'catalog.json');
  let current = await readCatalog(file, options);

  return {
    collections: () => Object.keys(current.collections),
    live: (collection) => find(collection)?.live ?? null,
    generations: (collection) =>
      Object.keys(entryOf(collection).generations)
        .map(Number)
        .sort((a, b) => a - b)
        .flatMap((number) => describeOrNone(collection, number) ?? []),
    describe,
    unfinished: () =>
      Object.entries(current.collections).flatMap(([collection, { generations }]) =>
        Object.entries(generations)
          .filter(([, { state }]) => state === 'building' || state === 'dropping')
          .map(([number]) => ({ collection, generation: Number(number) })),
      ),

    async add(collection, fingerprint, above) {
      refuseSameButForCase(collection);
      const number = Math.max(find(collection)?.last ?? 0, above) + 1;
      await change(({ collections }) => {
        const entry = own(collections, collection) ?? emptyEntry();
        collections[collection] = entry;
        entry.last = number;
        entry.generations[number] = { state: 'building', fingerprint };
      });
      return number;
    },

    async switchAll(targets) {
      for (const { collection, generation } of targets) describe(collection, generation);
      await change(({ collections }) => {
        for (const { collection, generation } of targets)
          point(own(collections, collection), generation);
      });
    },

    previous: (collection) => entryOf(collection).previous,

    async rollback(collection) {
      const { previous } = entryOf(collection);
      if (previous === null)
        throw new ServiceError(
          'GENERATION_MISSING',
          `${collection} has no generation to go back to`,
        );
      await change(({ collections }) => point(own(collections, collection), previous));
      return previous;
    },

    async markDropping(collection, generation) {
      const { live, generations } = entryOf(collection);
      if (generation !== undefined) describe(collection, generation);
      if (live !== null && live === generation)
        throw new ServiceError('BAD_REQUEST', `generation ${generation} of ${collection} is live`);
      const marked = generation === undefined ? Object.keys(generations).map(Number) : [generation];
      await change(({ collections }) => {
        const entry = own(collections, collection);
        if (!entry) return;
        for (const number of marked) {
          const one = entry.generations[number];
          if (one) one.state = 'dropping';
          if (entry.live === number) entry.live = null;
          if (entry.previous === number) entry.previous = null;
        }
      });
      return marked.map((number) => ({ collection, generation: number }));
    },

    async forget(gone) {
      if (gone.length === 0) return;
      await change(({ collections }) => {
        for (const { collection, generation } of gone) {
          const entry = own(collections, collection);
          if (!entry) continue;
          delete entry.generations[generation];
          if (Object.keys(entry.generations).length === 0) delete collections[collection];
        }
      });
    },
  };

  /** Changes a copy, makes it durable, then takes it as the truth. */
  async function change(edit: (catalog: CatalogFile) => void): Promise<void> {
    const next = structuredClone(current);
    edit(next);
    next.writtenBy = writer;
    await writeCatalog(file, next);
    current = next;
  }

  function find(collection: string): CollectionEntry | undefined {
    return own(current.collections, collection);
  }

  /** A collection that is being dropped is gone. */
  function entryOf(collection: string): CollectionEntry {
    const entry = find(collection);
    if (entry && Object.values(entry.generations).some(({ state }) => state !== 'dropping'))
      return entry;
    throw collectionMissing(collection);
  }

  function describeOrNone(collection: string, generation: number): Generation | null {
    const found = entryOf(collection).generations[generation];
    if (!found || found.state === 'dropping') return null;
    const { fingerprint, state } = found;
    const physical = physicalName(collection, generation);
    return { collection, generation, physical, fingerprint, state };
  }

  function describe(collection: string, generation: number): Generation {
    const found = describeOrNone(collection, generation);
    if (found) return found;
    throw new ServiceError('GENERATION_MISSING', `${collection} has no generation ${generation}`);
  }

  /** `A` and `a` would share a folder on file systems that ignore case. */
  function refuseSameButForCase(name: string): void {
    const same = Object.keys(current.collections).find(
      (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
    );
    if (same === undefined) return;
    throw new ServiceError(
      'BAD_REQUEST',
      `a collection ${same} exists, which differs from ${name} only by case`,
    );
  }
}

/** Name of a generation's chunk table. */
export function physicalName(collection: string, generation: number): string {
  return `${collection}__g${generation}`;
}

/** What is there under a name, and not what every object has. */
function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function point(entry: CollectionEntry | undefined, generation: number): void {
  if (!entry || entry.live === generation) return;
  const before = entry.live === null ? undefined : entry.generations[entry.live];
  if (before) before.state = 'retired';
  const next = entry.generations[generation];
  if (next) next.state = 'live';
  entry.previous = entry.live;
  entry.live = generation;
}

function emptyEntry(): CollectionEntry {
  return { live: null, previous: null, last: 0, generations: {} };
}
