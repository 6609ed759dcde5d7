import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import type { Generation, Store } from '../port.ts';
import { schemaVersions } from '../schema.ts';
import { type CatalogFile, type CollectionEntry, openCatalog } from './catalog.ts';
import type { Fault } from './committer.ts';
import { createTables, documentTableName, dropTables } from './create-tables.ts';
import { folderBytes } from './folder-bytes.ts';
import { createGeneration, type LanceGeneration } from './generation.ts';
import { loadLance } from './load.ts';
import { createWriterQueue } from './writer-queue.ts';

export interface LanceStoreOptions {
  folder: string;
  clock: Clock;
  log: Log;
  /** Name and version of the program, kept with what it writes. */
  writer?: string;
  /** Called at each step of a write; for tests of crashes. */
  fault?: Fault;
}

/** The embedded store: LanceDB tables in one folder, written by this process alone. */
export async function openLanceStore(options: LanceStoreOptions): Promise<Store> {
  const { folder, clock, log, writer = 'gecko', fault = () => {} } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lance = await loadLance();
  const connection = await lance.connect(folder);
  const catalog = await openCatalog(folder, { writer, tables: await connection.tableNames() });
  const queue = createWriterQueue();
  const opened = new Map<string, Promise<LanceGeneration>>();
  await removeDebris();

  const store: Store = {
    kind: 'lancedb',

    async collections() {
      return Object.entries(catalog.read().collections).flatMap(([name, { live }]) =>
        live === null ? [] : [describe(name, live)],
      );
    },

    async resolve(collection) {
      const live = catalog.read().collections[collection]?.live;
      return live ? load(collection, live) : null;
    },

    create: (collection, fingerprint) =>
      queue.run(async () => {
        refuseSameButForCase(catalog.read(), collection);
        const number = (catalog.read().collections[collection]?.last ?? 0) + 1;
        const physical = physicalName(collection, number);
        await createTables(lance, connection, physical, fingerprint);
        await fault('tables-created');
        await catalog.change(({ collections }) => {
          const entry = collections[collection] ?? emptyEntry();
          collections[collection] = entry;
          entry.last = number;
          entry.generations[number] = { state: 'building', fingerprint };
        });
        const made = openGeneration(collection, number, physical, { debris: false });
        opened.set(physical, made);
        return made;
      }),

    open: async (collection, generation) => {
      describe(collection, generation);
      return load(collection, generation);
    },

    async generations(collection) {
      const numbers = Object.keys(entryOf(collection).generations).map(Number);
      return numbers.sort((a, b) => a - b).map((number) => describe(collection, number));
    },

    switch: (collection, generation) =>
      queue.run(async () => {
        describe(collection, generation);
        await catalog.change(({ collections }) => point(collections[collection], generation));
      }),

    rollback: (collection) =>
      queue.run(async () => {
        const { previous } = entryOf(collection);
        if (previous === null) {
          throw new ServiceError('NOT_FOUND', `${collection} has no generation to go back to`);
        }
        await catalog.change(({ collections }) => point(collections[collection], previous));
        return previous;
      }),

    drop: (collection, generation) =>
      queue.run(async () => {
        const entry = entryOf(collection);
        if (generation === undefined) return dropAll(collection, entry);
        describe(collection, generation);
        if (entry.live === generation) {
          throw new ServiceError(
            'BAD_REQUEST',
            `generation ${generation} of ${collection} is live`,
          );
        }
        await catalog.change(({ collections }) => {
          delete collections[collection]?.generations[generation];
          const changed = collections[collection];
          if (changed?.previous === generation) changed.previous = null;
        });
        await fault('generation-forgotten');
        await dropGeneration(physicalName(collection, generation));
      }),

    async sweep() {
      let removedChunks = 0;
      for (const [collection, { live, generations }] of Object.entries(
        catalog.read().collections,
      )) {
        for (const number of Object.keys(generations).map(Number)) {
          removedChunks += await sweepOne(collection, number, number === live);
        }
      }
      return { removedChunks };
    },

    async maintain() {
      for (const { collection, generation } of await store.collections()) {
        await (await load(collection, generation)).upkeep.run();
      }
    },

    async close() {
      await queue.idle();
      for (const generation of opened.values()) (await generation).close();
      connection.close();
    },
  };
  return store;

  function load(collection: string, number: number): Promise<LanceGeneration> {
    const physical = physicalName(collection, number);
    const loading =
      opened.get(physical) ?? openGeneration(collection, number, physical, { debris: true });
    opened.set(physical, loading);
    loading.catch(() => opened.delete(physical));
    return loading;
  }

  async function openGeneration(
    collection: string,
    number: number,
    physical: string,
    { debris }: { debris: boolean },
  ) {
    refuseNewer(physical, describe(collection, number));
    const [chunks, documents] = await Promise.all([
      openTable(physical),
      openTable(documentTableName(physical)),
    ]);
    const bytes = async () =>
      (await folderBytes(join(folder, `${physical}.lance`))) +
      (await folderBytes(join(folder, `${documentTableName(physical)}.lance`)));
    const info = () => describe(collection, number);
    return createGeneration({
      lance,
      info,
      chunks,
      documents,
      queue,
      fault,
      clock,
      log,
      bytes,
      debris,
    });
  }

  /** A generation that nobody asks is no reason not to start. */
  async function sweepOne(collection: string, number: number, needed: boolean): Promise<number> {
    try {
      return await (await load(collection, number)).sweep();
    } catch (error) {
      if (needed) throw error;
      log('warn', 'a generation that is not live cannot be read', {
        table: physicalName(collection, number),
        reason: error instanceof Error ? error.message : String(error),
      });
      return 0;
    }
  }

  async function openTable(name: string) {
    try {
      return await connection.openTable(name);
    } catch (error) {
      throw new ServiceError(
        'INTEGRITY',
        `the table ${name} in ${folder} is missing or damaged`,
        'Restore the data folder from a backup, or drop the collection and ingest again.',
        { cause: error },
      );
    }
  }

  function entryOf(collection: string): CollectionEntry {
    const entry = catalog.read().collections[collection];
    if (!entry) throw missing(collection);
    return entry;
  }

  function describe(collection: string, generation: number): Generation {
    const found = entryOf(collection).generations[generation];
    if (!found)
      throw new ServiceError('NOT_FOUND', `${collection} has no generation ${generation}`);
    return { collection, generation, physical: physicalName(collection, generation), ...found };
  }

  async function dropAll(collection: string, entry: CollectionEntry): Promise<void> {
    await catalog.change(({ collections }) => {
      delete collections[collection];
    });
    for (const number of Object.keys(entry.generations)) {
      await dropGeneration(physicalName(collection, Number(number)));
    }
  }

  async function dropGeneration(physical: string): Promise<void> {
    const loaded = opened.get(physical);
    opened.delete(physical);
    (await loaded)?.close();
    await dropTables(connection, physical);
  }

  /** Generations that were being made when the process died, and tables that the catalog does not know. */
  async function removeDebris(): Promise<void> {
    const writing = catalog.isNew() || hasBuilding(catalog.read());
    if (writing)
      await catalog.change(({ collections }) => {
        for (const [name, entry] of Object.entries(collections)) {
          for (const [number, { state }] of Object.entries(entry.generations)) {
            if (state === 'building') delete entry.generations[number];
          }
          if (Object.keys(entry.generations).length === 0) delete collections[name];
        }
      });
    const known = new Set(
      Object.entries(catalog.read().collections).flatMap(([name, { generations }]) =>
        Object.keys(generations).map((number) => physicalName(name, Number(number))),
      ),
    );
    for (const table of await connection.tableNames()) {
      if (/__g\d+(__docs)?$/.test(table) && !known.has(table.replace(/__docs$/, ''))) {
        await connection.dropTable(table);
      }
    }
  }
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

/** `A` and `a` would share a folder on file systems that ignore case. */
function refuseSameButForCase({ collections }: CatalogFile, name: string): void {
  const same = Object.keys(collections).find(
    (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
  );
  if (same) {
    throw new ServiceError(
      'BAD_REQUEST',
      `a collection ${same} exists, which differs from ${name} only by case`,
    );
  }
}

function hasBuilding({ collections }: CatalogFile): boolean {
  return Object.values(collections).some(({ generations }) =>
    Object.values(generations).some(({ state }) => state === 'building'),
  );
}

/** @throws ServiceError SCHEMA_NEWER */
function refuseNewer(physical: string, { fingerprint }: Generation): void {
  const { current } = schemaVersions.tables;
  if (fingerprint.schemaVersion <= current) return;
  throw new ServiceError(
    'SCHEMA_NEWER',
    `${physical} has schema ${fingerprint.schemaVersion}, this gecko reads up to ${current}`,
    'Use the gecko that wrote it; nothing was changed.',
  );
}

function emptyEntry(): CollectionEntry {
  return { live: null, previous: null, last: 0, generations: {} };
}

function physicalName(collection: string, generation: number): string {
  return `${collection}__g${generation}`;
}

function missing(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_MISSING',
    `the collection ${collection} does not exist: nothing has been ingested into it yet`,
    'gecko ingest PATH',
  );
}
