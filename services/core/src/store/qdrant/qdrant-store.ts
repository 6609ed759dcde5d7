import type { Clock } from '../../clock.ts';
import type { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import { collectionMissing } from '../collection-missing.ts';
import { createFreezer } from '../freezer.ts';
import type { Generation, GenerationStore, Store } from '../port.ts';
import { schemaVersions } from '../schema.ts';
import { createWriterQueue } from '../writer-queue.ts';
import { createCatalog, type Described, previousOf, toGeneration } from './catalog.ts';
import { checkVersion } from './check-version.ts';
import type { Fault } from './committer.ts';
import { createCollections, dropCollections } from './create-collections.ts';
import { createGeneration } from './generation.ts';
import { createLegacyGeneration, legacyInfo } from './legacy-generation.ts';
import type { GenerationMetadata } from './metadata.ts';
import { parsePhysical, physicalName } from './names.ts';
import { readNotes, writeNote } from './notes.ts';
import { connectQdrant, type Deadlines, type QdrantAddress } from './qdrant.ts';
import { isConflict } from './qdrant-error.ts';
import { sweepGeneration, sweepWaiting } from './sweep-generation.ts';
import { switchAll } from './switch-all.ts';

export interface QdrantStoreOptions extends QdrantAddress {
  clock: Clock;
  log: Log;
  /** Name and version of the program, kept with what it writes. */
  writer?: string;
  deadlines?: Deadlines;
  /** Called at each step of a write; for tests of crashes and of failing writes. */
  fault?: Fault;
}

/** A generation that is still `building` after so long was left by a crash. */
const ABANDONED_MS = 24 * 60 * 60_000;

/** Numbers that other processes may take before one is left for this one. */
const MOST_TRIES = 10;

/** The store of the container runtime: a Qdrant, which other backends ask too. */
export async function openQdrantStore(options: QdrantStoreOptions): Promise<Store> {
  const { clock, log, writer = 'gecko', deadlines, fault = () => {} } = options;
  const qdrant = connectQdrant(options, deadlines);
  await checkVersion(qdrant);
  const catalog = createCatalog(qdrant);
  const queue = createWriterQueue();
  const freezer = createFreezer(queue, clock);
  const opened = new Map<string, { info: Generation; store: GenerationStore }>();

  const store: Store = {
    kind: 'qdrant',
    check: async () => void (await catalog.names()),
    notes: () => readNotes(qdrant),
    putNote: (name, text) => queue.run(() => writeNote(qdrant, name, text)),

    async collections() {
      const names = await catalog.names();
      const own = new Set(names.flatMap((name) => parsePhysical(name)?.collection ?? []));
      const others = names.filter((name) => parsePhysical(name) === null);
      const found = await Promise.all(
        [...new Set([...own, ...others])].map((name) => catalog.describe(name)),
      );
      return found.flatMap((one) => (one && toLive(one)) ?? []);
    },

    async resolve(collection) {
      const found = await catalog.describe(collection);
      const live = found && toLive(found, collection);
      return live ? load(live) : null;
    },

    create: (collection, fingerprint) => queue.run(() => create(collection, fingerprint)),

    async open(collection, generation) {
      const legacy = generation === 0 ? await legacyOf(collection) : null;
      if (legacy) return load(legacy);
      const metadata = await catalog.find(collection, generation);
      return load(toGeneration(metadata, await catalog.live(collection)));
    },

    async generations(collection) {
      const [all, live] = await Promise.all([catalog.all(collection), catalog.live(collection)]);
      const inSight = all.filter(({ state }) => state !== 'dropping');
      const previous = previousOf(all, live)?.generation;
      if (inSight.length > 0)
        return inSight.map((metadata) => toGeneration(metadata, live, previous));
      const legacy = await legacyOf(collection);
      if (legacy) return [legacy];
      throw collectionMissing(collection);
    },

    switch: (collection, generation) => queue.run(() => point([{ collection, generation }])),
    switchAll: (targets) => queue.run(() => point(targets)),

    async previous(collection) {
      const [all, live] = await Promise.all([catalog.all(collection), catalog.live(collection)]);
      const isThere = all.some(({ state }) => state !== 'dropping');
      if (!isThere && !(await legacyOf(collection))) throw collectionMissing(collection);
      return previousOf(all, live)?.generation ?? null;
    },

    rollback: (collection) =>
      queue.run(async () => {
        const generation = await store.previous(collection);
        if (generation === null)
          throw new ServiceError(
            'GENERATION_MISSING',
            `${collection} has no generation to go back to`,
          );
        await point([{ collection, generation }]);
        return generation;
      }),

    drop: (collection, generation) => queue.run(() => drop(collection, generation)),

    async sweep() {
      let removedChunks = 0;
      const names = (await catalog.names()).map(parsePhysical);
      for (const collection of new Set(names.flatMap((name) => name?.collection ?? []))) {
        const live = await catalog.live(collection);
        const all = await catalog.all(collection);
        for (const metadata of all)
          removedChunks += await sweepOne(metadata, {
            isLive: metadata.generation === live,
            isPrevious: metadata === previousOf(all, live),
          });
      }
      return { removedChunks };
    },

    // Qdrant compacts and indexes by itself; what a commit left that lost its connection stays.
    async maintain() {
      for (const { physical, legacy } of await store.collections())
        if (!legacy) await queue.run(() => sweepWaiting(qdrant, physical, clock));
    },

    // Told to other processes by the metadata: they look at it before each write.
    async freeze(milliseconds) {
      await freezer.freeze(milliseconds);
      await tellFrozen(clock.now() + milliseconds);
    },
    async thaw() {
      await tellFrozen(0);
      freezer.thaw();
    },

    async close() {
      freezer.thaw();
      await queue.idle();
    },
  };
  return store;

  async function tellFrozen(frozenUntil: number): Promise<void> {
    for (const name of await catalog.names()) {
      const found =
        parsePhysical(name)?.isDocuments === false ? await catalog.describe(name) : null;
      if (found?.metadata) await catalog.patch(found.metadata, { frozenUntil });
    }
  }

  /** What a name stands for; null for what is being dropped, or cannot be asked. */
  function toLive(found: Described, asked = found.metadata?.collection): Generation | null {
    if (found.metadata === null) return legacyInfo(found.physical, found.vectors);
    const { state, collection, generation } = found.metadata;
    if (state === 'dropping' || asked !== collection) return null;
    return toGeneration(found.metadata, generation);
  }

  async function legacyOf(collection: string): Promise<Generation | null> {
    const found = await catalog.describe(collection);
    return found && found.metadata === null ? toLive(found) : null;
  }

  /** One object a generation, because it knows what it is writing; made anew for another of its name. */
  function load(info: Generation): GenerationStore {
    const known = opened.get(info.physical);
    if (known && JSON.stringify(known.info.fingerprint) === JSON.stringify(info.fingerprint)) {
      known.info = info;
      return known.store;
    }
    const made = { info };
    const store = info.legacy
      ? createLegacyGeneration(qdrant, info)
      : createGeneration({ qdrant, info: () => made.info, queue, clock, fault });
    const entry = Object.assign(made, { store });
    opened.set(info.physical, entry);
    return store;
  }

  /** Another process may take the same number first: then it is the next one. */
  async function create(collection: string, fingerprint: Fingerprint): Promise<GenerationStore> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await createNext(collection, fingerprint);
      } catch (error) {
        if (!isConflict(error) || tries === MOST_TRIES) throw error;
      }
    }
  }

  async function createNext(
    collection: string,
    fingerprint: Fingerprint,
  ): Promise<GenerationStore> {
    const generation = (await highest(collection)) + 1;
    const metadata: GenerationMetadata = {
      schemaVersion: schemaVersions.qdrant,
      writtenBy: writer,
      collection,
      generation,
      fingerprint,
      state: 'building',
      previous: 0,
      last: generation,
      createdAt: new Date(clock.now()).toISOString(),
    };
    await createCollections(qdrant, physicalName(collection, generation), metadata);
    return load(toGeneration(metadata, null));
  }

  /** Highest number that was ever used, as far as anything of the collection is left. */
  async function highest(collection: string): Promise<number> {
    const numbers = (await catalog.names())
      .map(parsePhysical)
      .flatMap((name) => (name?.collection === collection ? name.generation : []));
    const told = (await catalog.all(collection)).map(({ last }) => last);
    return Math.max(0, ...numbers, ...told);
  }

  function point(targets: readonly { collection: string; generation: number }[]): Promise<void> {
    return switchAll(qdrant, catalog, targets, log, fault);
  }

  async function drop(collection: string, generation?: number): Promise<void> {
    const last = await highest(collection);
    const all = (await catalog.all(collection)).filter(({ state }) => state !== 'dropping');
    if (all.length === 0) throw collectionMissing(collection);
    const dropped = generation === undefined ? all : [await catalog.find(collection, generation)];
    if (generation !== undefined && (await catalog.live(collection)) === generation)
      throw new ServiceError('BAD_REQUEST', `generation ${generation} of ${collection} is live`);
    for (const metadata of dropped) await catalog.patch(metadata, { state: 'dropping' });
    // A number is not used again while something of its collection is left.
    const left = all.filter((one) => one.generation !== generation);
    if (generation === undefined) await catalog.unname(collection);
    else for (const metadata of left) await catalog.patch(metadata, { last });
    await fault('generation-forgotten');
    for (const metadata of dropped) await remove(metadata);
  }

  async function remove({ collection, generation }: GenerationMetadata): Promise<void> {
    const physical = physicalName(collection, generation);
    opened.delete(physical);
    await dropCollections(qdrant, physical);
  }

  /** A generation that nobody asks is no reason not to start. */
  async function sweepOne(
    metadata: GenerationMetadata,
    { isLive, isPrevious }: { isLive: boolean; isPrevious: boolean },
  ): Promise<number> {
    const physical = physicalName(metadata.collection, metadata.generation);
    const age = clock.now() - Date.parse(metadata.createdAt);
    const isUnfinished = metadata.state === 'building' && !isLive && !isPrevious;
    const isAbandoned = isUnfinished && age > ABANDONED_MS;
    try {
      if (metadata.state === 'dropping' || isAbandoned) await remove(metadata);
      else return await queue.run(() => sweepGeneration(qdrant, physical, clock));
    } catch (error) {
      if (isLive) throw error;
      log('warn', 'a generation that is not live could not be swept', {
        collection: physical,
        reason: reasonOf(error),
      });
    }
    return 0;
  }
}
