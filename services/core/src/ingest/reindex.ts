import type { DocumentRecord, ReindexEvent } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import { type Core, hasEmbedder } from '../core.ts';
import { dropOlder } from '../store/drop-older.ts';
import { dropQuietly } from '../store/drop-quietly.ts';
import type { GenerationStore } from '../store/port.ts';
import { refuseLegacy } from '../store/refuse-legacy.ts';
import { resolveGeneration } from '../store/resolve-generation.ts';
import { currentFingerprint } from './fingerprint.ts';
import type { Gate } from './gates.ts';
import { revisionOf } from './identity.ts';
import { makeChunks } from './make-chunks.ts';

/** Documents that are rechunked and embedded at once, so that they share batches. */
const AT_ONCE = 16;

export interface ReindexRequest {
  collection: string;
  /** Whether a collection that has vectors may lose them, where there is no embedder. */
  withoutVectors: boolean;
  signal: AbortSignal;
}

/** Revisions of a document in the two generations. */
interface Carried {
  from: string;
  to: string;
}

/** Documents that were carried over, by id. */
type Done = Map<string, Carried>;

/**
 * Makes a new generation from the stored text and switches to it when it is complete. Questions are
 * answered from the old one, and documents may be written, until the last step, which takes over
 * what has changed meanwhile. A run that fails or is left drops what it made.
 *
 * @throws ServiceError COLLECTION_MISSING, EMBEDDER_UNAVAILABLE, COLLECTION_BUSY where the name was pointed elsewhere
 */
export async function* reindex(
  core: Core,
  gate: Gate,
  { collection, withoutVectors, signal }: ReindexRequest,
): AsyncGenerator<ReindexEvent> {
  const from = await resolveGeneration(core.store, collection);
  refuseLegacy(from.info);
  if (!withoutVectors) refuseLoss(core, from);
  const to = await core.store.create(collection, currentFingerprint(core));
  const done: Done = new Map();
  let switched = false;
  try {
    const { documents: total } = await from.stats();
    for (const group of groups(await from.records())) {
      await carry(core, from, to, group, done, signal);
      yield { event: 'progress', done: done.size, total: Math.max(total, done.size) };
    }
    await gate.exclusive(async () => {
      await refuseOther(core, from);
      const records = await from.records();
      const gone = new Set(done.keys());
      for (const { id } of records) gone.delete(id);
      for (const group of groups(records.filter((one) => isChanged(one, done)))) {
        await carry(core, from, to, group, done, signal);
      }
      if (gone.size > 0) await to.remove([...gone]);
      signal.throwIfAborted();
      await core.store.switch(collection, to.info.generation);
      switched = true;
      await takeOver(core, from, to, done);
      await dropOlder(core.store, [collection], core.log);
    });
    const { documents, chunks } = await to.stats();
    yield { event: 'done', collection, generation: to.info.generation, documents, chunks };
  } finally {
    if (!switched) await dropQuietly(core.store, to.info, core.log);
  }
}

function refuseLoss({ embedder }: Core, { info }: GenerationStore): void {
  if (info.fingerprint.model === null || hasEmbedder(embedder)) return;
  throw new ServiceError(
    'EMBEDDER_UNAVAILABLE',
    `${info.collection} has vectors, and a new generation would have none: ${embedder.reason}`,
    `${embedder.hint}. To give the vectors up: gecko corpus reindex --without-vectors`,
  );
}

/** The name may have been pointed elsewhere since: then this is not the newest text any more. */
async function refuseOther({ store }: Core, { info }: GenerationStore): Promise<void> {
  const live = await store.resolve(info.collection);
  if (live?.info.generation === info.generation) return;
  throw new ServiceError(
    'COLLECTION_BUSY',
    `${info.collection} was switched to another generation while it was reindexed; nothing was changed`,
    'Run gecko corpus reindex again.',
  );
}

async function carry(
  core: Core,
  from: GenerationStore,
  to: GenerationStore,
  records: readonly DocumentRecord[],
  done: Done,
  signal: AbortSignal,
): Promise<void> {
  const { chunk } = core.config;
  const found = await Promise.all(records.map(({ id }) => from.read(id)));
  // One that was removed meanwhile is none of the new generation either.
  const stored = found.filter((one) => one !== null);
  const documents = await Promise.all(
    stored.map(async ({ record, text }) => {
      const { path, mediaType, metadata, pageOffsets } = record;
      const prepared = await core.preparer.rechunk(
        { text, path, mediaType, metadata, pageOffsets },
        chunk,
        signal,
      );
      const { title, language } = prepared.document;
      const revision = revisionOf(record.contentHash, record.parserVersion, chunk);
      const chunks = await makeChunks(core, prepared.chunks, { id: record.id, revision }, signal);
      return {
        record: { ...record, title, language, revision, chunks: chunks.length },
        text,
        chunks,
      };
    }),
  );
  signal.throwIfAborted();
  await to.commit(documents);
  for (const [i, { record }] of stored.entries())
    done.set(record.id, { from: record.revision, to: documents[i]?.record.revision ?? '' });
}

/**
 * What other processes wrote into the old generation, or removed from it, until the switch; what is in the new
 * one since then stays.
 */
async function takeOver(
  core: Core,
  from: GenerationStore,
  to: GenerationStore,
  done: Done,
): Promise<void> {
  const isAsCarried = async (id: string) =>
    ((await to.document(id))?.revision ?? null) === (done.get(id)?.to ?? null);
  const records = await from.records();
  const gone = new Set(done.keys());
  for (const { id } of records) gone.delete(id);
  const late: DocumentRecord[] = [];
  for (const record of records)
    if (isChanged(record, done) && (await isAsCarried(record.id))) late.push(record);
  // Answers come from the new one: nobody may stop this half-way.
  const { signal } = new AbortController();
  for (const group of groups(late)) await carry(core, from, to, group, done, signal);
  for (const id of gone) if (await isAsCarried(id)) await to.remove([id]);
}

/** Whether a document was not carried yet, or was written again since. */
function isChanged({ id, revision }: DocumentRecord, done: ReadonlyMap<string, Carried>): boolean {
  return done.get(id)?.from !== revision;
}

function groups(records: readonly DocumentRecord[]): DocumentRecord[][] {
  const count = Math.ceil(records.length / AT_ONCE);
  return Array.from({ length: count }, (_, i) => records.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}
