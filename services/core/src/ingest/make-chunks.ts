import { ServiceError } from '../contract/errors.ts';
import { type Core, hasEmbedder } from '../core.ts';
import type { ChunkDraft } from '../documents/port.ts';
import type { StoredChunk } from '../store/port.ts';
import { chunkId } from './identity.ts';

/** Embeds drafts and gives them their ids; without an embedder they stay without vectors. */
export async function makeChunks(
  { embedder }: Pick<Core, 'embedder'>,
  drafts: readonly ChunkDraft[],
  document: { id: string; revision: string },
  signal: AbortSignal,
): Promise<StoredChunk[]> {
  const vectors = hasEmbedder(embedder)
    ? await embedder.embedTokens(drafts.map(tokensOf), signal)
    : [];
  return drafts.map(({ tokens: _, ...draft }, i) => ({
    ...draft,
    id: chunkId(document.id, document.revision, draft.ordinal),
    documentId: document.id,
    revision: document.revision,
    dense: vectors[i] ?? null,
  }));
}

function tokensOf({ tokens }: ChunkDraft): Int32Array {
  if (tokens) return tokens;
  throw new ServiceError('INTERNAL', 'a chunk was cut without the tokenizer of the embedder');
}
