import type { DocumentRecord, ReindexEvent } from '../contract/corpus.ts';
import type { Core } from '../core.ts';
import { resolveGeneration } from '../retrieve/retrieve.ts';
import type { GenerationStore } from '../store/port.ts';
import { currentFingerprint } from './fingerprint.ts';
import type { Gate } from './gates.ts';
import { revisionOf } from './identity.ts';
import { makeChunks } from './make-chunks.ts';

/** Documents that are rechunked and embedded at once, so that they share batches. */
const AT_ONCE = 16;

const PAGE = 500;

/**
 * Makes a new generation from the stored text and switches to it when it is complete. Questions are
 * answered from the old one, and documents may be written, until the last step, which takes over
 * what has changed meanwhile. A run that fails or is left drops what it made.
 */
export async function* reindex(
  core: Core,
  gate: Gate,
  collection: string,
  signal: AbortSignal,
): AsyncGenerator<ReindexEvent> {
  const from = await resolveGeneration(core.store, collection);
  const to = await core.store.create(collection, currentFingerprint(core));
  const done = new Map<string, string>();
  let switched = false;
  try {
    const { documents: total } = await from.stats();
    for (const group of groups(await changedSince(from, done))) {
      await carry(core, from, to, group, done, signal);
      yield { event: 'progress', done: done.size, total: Math.max(total, done.size) };
    }
    await gate.exclusive(async () => {
      for (const group of groups(await changedSince(from, done))) {
        await carry(core, from, to, group, done, signal);
      }
      const gone = new Set(done.keys());
      for (const { id } of await allRecords(from)) gone.delete(id);
      if (gone.size > 0) await to.remove([...gone]);
      signal.throwIfAborted();
      await core.store.switch(collection, to.info.generation);
      switched = true;
    });
    await dropOlder(core, collection, [from.info.generation, to.info.generation]);
    const { documents, chunks } = await to.stats();
    yield { event: 'done', collection, generation: to.info.generation, documents, chunks };
  } finally {
    if (!switched) await core.store.drop(collection, to.info.generation);
  }
}

async function carry(
  core: Core,
  from: GenerationStore,
  to: GenerationStore,
  records: readonly DocumentRecord[],
  done: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { chunk } = core.config;
  const documents = await Promise.all(
    records.map(async (record) => {
      const text = (await from.text(record.id)) ?? '';
      const drafts = await core.preparer.rechunk(
        { text, path: record.path, mediaType: record.mediaType },
        chunk,
        signal,
      );
      const revision = revisionOf(record.contentHash, record.parserVersion, chunk);
      const chunks = await makeChunks(core, drafts, { id: record.id, revision }, signal);
      return { record: { ...record, revision, chunks: chunks.length }, text, chunks };
    }),
  );
  signal.throwIfAborted();
  await to.commit(documents);
  for (const { id, revision } of records) done.set(id, revision);
}

/** Records that were not carried yet, or were written again since. */
async function changedSince(
  from: GenerationStore,
  done: ReadonlyMap<string, string>,
): Promise<DocumentRecord[]> {
  return (await allRecords(from)).filter(({ id, revision }) => done.get(id) !== revision);
}

async function allRecords(generation: GenerationStore): Promise<DocumentRecord[]> {
  const all: DocumentRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<GenerationStore['documents']>> = await generation.documents({
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.documents);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

function groups(records: readonly DocumentRecord[]): DocumentRecord[][] {
  const count = Math.ceil(records.length / AT_ONCE);
  return Array.from({ length: count }, (_, i) => records.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

/** The generation before stays for a rollback; older ones only take space. */
async function dropOlder(
  { store }: Core,
  collection: string,
  keep: readonly number[],
): Promise<void> {
  for (const { generation } of await store.generations(collection)) {
    if (!keep.includes(generation)) await store.drop(collection, generation);
  }
}
