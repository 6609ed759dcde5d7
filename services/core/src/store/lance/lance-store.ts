import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import { createFreezer } from '../freezer.ts';
import type { Generation, Store } from '../port.ts';
import { schemaVersions } from '../schema.ts';
import { createWriterQueue } from '../writer-queue.ts';
import { type Numbered, openCatalog, physicalName } from './catalog.ts';
import { checkFolder } from './check-folder.ts';
import type { Fault } from './committer.ts';
import { createTables, documentTableName, dropTables, takeTables } from './create-tables.ts';
import { dropOldDenseIndexes } from './dense-index.ts';
import { folderBytes } from './folder-bytes.ts';
import { createGeneration, type LanceGeneration } from './generation.ts';
import { connectLance, loadLance } from './load.ts';
import { createManifestWatch } from './manifest-watch.ts';
import { mendFolder } from './mend-folder.ts';
import { readNotes, writeNote } from './notes.ts';
import { createReadWatch } from './read-watch.ts';

export interface LanceStoreOptions {
  folder: string;
  clock: Clock;
  log: Log;
  /** Name and version of the program, kept with what it writes. */
  writer?: string;
  /** Called at each step of a write; for tests of crashes and of failing writes. */
  fault?: Fault;
}

export interface LanceStore extends Store {
  /**
   * A fresh generation of the tables that another store has of one, which nobody has open; they leave it.
   * @param from folder of that store, and the name of its chunk table
   */
  take(
    collection: string,
    fingerprint: Fingerprint,
    from: { folder: string; physical: string },
  ): Promise<LanceGeneration>;
}

/** The embedded store: LanceDB tables in one folder, written by this process alone. */
export async function openLanceStore(options: LanceStoreOptions): Promise<LanceStore> {
  const { folder, clock, log, writer = 'gecko', fault = () => {} } = options;
  await makeFolder(folder);
  const lance = await loadLance();
  const connection = await connectLance(folder);
  const catalog = await openCatalog(folder, { writer, tables: await connection.tableNames() });
  const queue = createWriterQueue();
  const freezer = createFreezer(queue, clock);
  const opened = new Map<string, Promise<LanceGeneration>>();
  const damageOf = createManifestWatch();
  const reads = createReadWatch(folder, checkFiles);
  await drop(catalog.unfinished());
  await reportStrangers();

  const store: LanceStore = {
    kind: 'lancedb',
    async check() {
      await checkFiles();
      await reads.askAgain();
    },
    notes: () => readNotes(folder),
    putNote: (name, text) => queue.run(() => writeNote(folder, name, text)),

    async collections() {
      return catalog.collections().flatMap((name) => {
        const live = catalog.live(name);
        return live === null ? [] : [catalog.describe(name, live)];
      });
    },

    async resolve(collection) {
      const live = catalog.live(collection);
      return live === null ? null : load(collection, live);
    },

    create: (collection, fingerprint) =>
      queue.run(async () => {
        const number = await catalog.add(collection, fingerprint, await highestTable(collection));
        const physical = physicalName(collection, number);
        await fault('generation-recorded');
        await createTables(lance, connection, physical, fingerprint);
        await fault('tables-created');
        return load(collection, number, { debris: false });
      }),

    take: (collection, fingerprint, from) =>
      queue.run(async () => {
        const number = await catalog.add(collection, fingerprint, await highestTable(collection));
        await takeTables(from, { folder, physical: physicalName(collection, number) });
        return load(collection, number);
      }),

    open: async (collection, generation) => {
      catalog.describe(collection, generation);
      return load(collection, generation);
    },

    generations: async (collection) => catalog.generations(collection),
    switch: (collection, generation) =>
      queue.run(() => catalog.switchAll([{ collection, generation }])),
    switchAll: (targets) => queue.run(() => catalog.switchAll(targets)),
    previous: async (collection) => catalog.previous(collection),
    rollback: (collection) => queue.run(() => catalog.rollback(collection)),

    drop: (collection, generation) =>
      queue.run(async () => {
        const dropped = await catalog.markDropping(collection, generation);
        await fault('generation-forgotten');
        await drop(dropped);
      }),

    async sweep() {
      let removedChunks = 0;
      for (const collection of catalog.collections()) {
        for (const { generation, state } of catalog.generations(collection))
          removedChunks += await sweepOne(collection, generation, state === 'live');
      }
      return { removedChunks };
    },

    async maintain() {
      for (const { collection, generation, physical } of await store.collections()) {
        try {
          await (await load(collection, generation)).upkeep.run();
        } catch (error) {
          logFailure('a collection could not be kept up', physical, error);
        }
      }
    },

    freeze: (milliseconds) => freezer.freeze(milliseconds),
    async thaw() {
      freezer.thaw();
    },

    async close() {
      freezer.thaw();
      await queue.idle();
      for (const loaded of await Promise.allSettled(opened.values()))
        if (loaded.status === 'fulfilled') loaded.value.close();
      connection.close();
    },
  };
  return store;

  async function checkFiles(): Promise<void> {
    const live = (await store.collections()).map(({ physical }) => physical);
    await checkFolder(folder, [...live, ...live.map(documentTableName)], damageOf);
  }

  function load(
    collection: string,
    number: number,
    options = { debris: true },
  ): Promise<LanceGeneration> {
    const physical = physicalName(collection, number);
    const loading = opened.get(physical) ?? openGeneration(collection, number, options);
    opened.set(physical, loading);
    loading.catch(() => opened.delete(physical));
    return loading;
  }

  async function openGeneration(
    collection: string,
    number: number,
    { debris }: { debris: boolean },
  ): Promise<LanceGeneration> {
    const info = () => catalog.describe(collection, number);
    const { physical } = info();
    refuseNewer(info());
    const [chunks, documents] = await Promise.all([
      openTable(physical),
      openTable(documentTableName(physical)),
    ]);
    await dropOldDenseIndexes(chunks);
    const bytes = async () =>
      (await folderBytes(join(folder, `${physical}.lance`))) +
      (await folderBytes(join(folder, `${documentTableName(physical)}.lance`)));
    const parts = { lance, info, chunks, documents, queue, fault, clock, log, bytes, debris };
    return reads.over(createGeneration(parts));
  }

  /** A generation that nobody asks is no reason not to start. */
  async function sweepOne(collection: string, number: number, needed: boolean): Promise<number> {
    try {
      return await (await load(collection, number)).sweep();
    } catch (error) {
      if (needed) throw error;
      const table = physicalName(collection, number);
      logFailure('a generation that is not live cannot be read', table, error);
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
        mendFolder(folder),
        { cause: error },
      );
    }
  }

  /** Drops the tables of generations that are out of sight, then forgets these. */
  async function drop(generations: readonly Numbered[]): Promise<void> {
    for (const { collection, generation } of generations) {
      const physical = physicalName(collection, generation);
      const loaded = opened.get(physical);
      opened.delete(physical);
      (await loaded)?.close();
      await dropTables(connection, physical);
    }
    await catalog.forget(generations);
  }

  /** Highest number of a table of this collection, also of one that the catalog does not know. */
  async function highestTable(collection: string): Promise<number> {
    const numbers = (await connection.tableNames()).map((table) => {
      const [, name, number] = /^(.+)__g(\d+)(?:__docs)?$/.exec(table) ?? [];
      return name === collection ? Number(number) : 0;
    });
    return Math.max(0, ...numbers);
  }

  /** Tables that the catalog does not know are somebody's data: an older catalog may have been put back. */
  async function reportStrangers(): Promise<void> {
    const known = new Set(
      catalog
        .collections()
        .flatMap((name) => catalog.generations(name))
        .map(({ physical }) => physical),
    );
    for (const table of await connection.tableNames()) {
      if (!known.has(table.replace(/__docs$/, '')))
        log('warn', 'a table that the catalog does not know is left alone', { table });
    }
  }

  function logFailure(message: string, table: string, error: unknown): void {
    const reason = reasonOf(error);
    log('warn', message, { table, reason });
  }
}

/** @throws ServiceError SCHEMA_NEWER */
function refuseNewer({ physical, fingerprint }: Generation): void {
  if (fingerprint.schemaVersion <= schemaVersions.tables) return;
  throw new ServiceError(
    'SCHEMA_NEWER',
    `${physical} has schema ${fingerprint.schemaVersion}, this gecko reads up to ${schemaVersions.tables}`,
    'Use the gecko that wrote it; nothing was changed.',
  );
}

/** @throws ServiceError STORE_UNREACHABLE with the system's reason, also where a file is in its place */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ServiceError(
      'STORE_UNREACHABLE',
      `the corpus in ${folder} cannot be read: ${reasonOf(error)}`,
      mendFolder(folder),
      { cause: error },
    );
  }
}
