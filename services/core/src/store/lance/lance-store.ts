import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@lancedb/lancedb';
import type { Clock } from '../../clock.ts';
import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import type { Generation, Store } from '../port.ts';
import { type CatalogFile, type CollectionEntry, openCatalog } from './catalog.ts';
import type { Fault } from './committer.ts';
import { createGeneration, type LanceGeneration } from './generation.ts';
import { type Lance, loadLance } from './load.ts';
import { maintainGeneration } from './maintain.ts';
import { chunkSchema, documentSchema } from './tables.ts';
import { createWriterQueue } from './writer-queue.ts';

export interface LanceStoreOptions {
  folder: string;
  clock: Clock;
  log: Log;
  /** Called at each step of a write; for tests of crashes. */
  fault?: Fault;
}

/** The embedded store: LanceDB tables in one folder, written by this process alone. */
export async function openLanceStore(options: LanceStoreOptions): Promise<Store> {
  const { folder, clock, log, fault = () => {} } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lance = await loadLance();
  const catalog = await openCatalog(folder);
  const connection = await lance.connect(folder);
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
        await catalog.change(({ collections }) => {
          const entry = collections[collection] ?? emptyEntry();
          collections[collection] = entry;
          entry.last = number;
          entry.generations[number] = { state: 'building', fingerprint };
        });
        return load(collection, number);
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
        await dropTables(physicalName(collection, generation));
      }),

    async sweep() {
      let removedChunks = 0;
      for (const { collection, generation } of await store.collections()) {
        removedChunks += await (await load(collection, generation)).sweep();
      }
      return { removedChunks };
    },

    async maintain() {
      for (const { collection, generation } of await store.collections()) {
        await maintainGeneration(lance, await load(collection, generation), {
          log,
          now: clock.now,
        });
      }
    },

    async close() {
      await queue.idle();
      for (const generation of opened.values()) {
        const { chunkTable, documentTable } = await generation;
        chunkTable.close();
        documentTable.close();
      }
      connection.close();
    },
  };
  return store;

  function load(collection: string, number: number): Promise<LanceGeneration> {
    const physical = physicalName(collection, number);
    const loading = opened.get(physical) ?? openGeneration(collection, number, physical);
    opened.set(physical, loading);
    loading.catch(() => opened.delete(physical));
    return loading;
  }

  async function openGeneration(collection: string, number: number, physical: string) {
    const [chunks, documents] = await Promise.all([
      connection.openTable(physical),
      connection.openTable(`${physical}__docs`),
    ]);
    const bytes = async () =>
      (await folderBytes(join(folder, `${physical}.lance`))) +
      (await folderBytes(join(folder, `${physical}__docs.lance`)));
    const info = () => describe(collection, number);
    return createGeneration({ lance, info, chunks, documents, queue, fault, bytes });
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
      await dropTables(physicalName(collection, Number(number)));
    }
  }

  async function dropTables(physical: string): Promise<void> {
    opened.delete(physical);
    const names = await connection.tableNames();
    for (const name of [physical, `${physical}__docs`]) {
      if (names.includes(name)) await connection.dropTable(name);
    }
  }

  /** Generations that were being made when the process died, and tables that the catalog does not know. */
  async function removeDebris(): Promise<void> {
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

async function createTables(
  lance: Lance,
  connection: Connection,
  physical: string,
  fingerprint: Fingerprint,
): Promise<void> {
  // An earlier attempt that failed may have left its tables.
  for (const name of await connection.tableNames()) {
    if (name === physical || name === `${physical}__docs`) await connection.dropTable(name);
  }
  const chunks = await connection.createEmptyTable(physical, chunkSchema(fingerprint));
  // Terms come from core's analyser: the index splits at white space and does nothing else.
  await chunks.createIndex('lex', {
    config: lance.Index.fts({
      baseTokenizer: 'whitespace',
      lowercase: false,
      stem: false,
      removeStopWords: false,
      asciiFolding: false,
      withPosition: false,
      maxTokenLength: 400,
    }),
  });
  await connection.createEmptyTable(`${physical}__docs`, documentSchema);
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

async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    () => [],
  )) {
    if (!entry.isFile()) continue;
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      // Compaction may have removed it meanwhile.
      () => 0,
    );
  }
  return bytes;
}
