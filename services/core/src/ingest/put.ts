import { createHash } from 'node:crypto';
import type { PutResponse } from '../contract/corpus.ts';
import { type Core, hasEmbedder } from '../core.ts';
import type { GenerationStore } from '../store/port.ts';
import { documentId, revisionOf } from './identity.ts';
import { makeChunks } from './make-chunks.ts';

export interface PutRequest {
  collection: string;
  source: string;
  /** Relative to the source, with `/`. */
  path: string;
  bytes: Uint8Array;
  /** Old path of the same content in the same source, which goes once this one is stored. */
  from?: string;
  signal: AbortSignal;
}

/** Where a document goes. */
export interface Target {
  /** The live generation; null where the collection does not exist yet. */
  live: GenerationStore | null;
  /** The same, made where there is none. */
  make(): Promise<GenerationStore>;
}

/**
 * Stores one document from its bytes: parse, chunk, embed, commit. The same bytes again do nothing.
 * @throws ServiceError as DocumentPreparer.prepare, FINGERPRINT_MISMATCH, NO_SPACE
 */
export async function putDocument(
  core: Core,
  target: Target,
  { collection, source, path, bytes, from, signal }: PutRequest,
): Promise<PutResponse> {
  const { config, preparer } = core;
  const nfc = path.normalize('NFC');
  const id = documentId(collection, source, nfc);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const revision = revisionOf(contentHash, preparer.parserVersion, config.chunk);
  const before = (await target.live?.document(id)) ?? null;
  if (target.live && before?.revision === revision) {
    const moved = await removeOld(target.live, id);
    const action = moved ? 'renamed' : 'unchanged';
    return { id, revision, action, chunks: before.chunks, embedded: 0 };
  }
  const { document, chunks: drafts } = await preparer.prepare(
    { bytes, path: nfc },
    config.chunk,
    signal,
  );
  const chunks = await makeChunks(core, drafts, { id, revision }, signal);
  const { text, ...known } = document;
  signal.throwIfAborted();
  const generation = await target.make();
  await generation.commit([
    {
      record: {
        ...known,
        id,
        collection,
        source,
        path: nfc,
        revision,
        contentHash,
        parserVersion: preparer.parserVersion,
        chars: text.length,
        bytes: bytes.length,
        chunks: chunks.length,
        ingestedAt: new Date(core.clock.now()).toISOString(),
      },
      text,
      chunks,
    },
  ]);
  const moved = await removeOld(generation, id);
  return {
    id,
    revision,
    action: moved ? 'renamed' : before ? 'updated' : 'added',
    chunks: chunks.length,
    embedded: hasEmbedder(core.embedder) ? chunks.length : 0,
  };

  /** Removes what `from` names where it has the same content. */
  async function removeOld(generation: GenerationStore, id: string): Promise<boolean> {
    if (from === undefined) return false;
    const old = await generation.document(documentId(collection, source, from));
    if (!old || old.id === id || old.contentHash !== contentHash) return false;
    await generation.remove([old.id]);
    return true;
  }
}
