import type { Fingerprint } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import type { RetrievalMode } from '../contract/retrieval-mode.ts';
import { type Core, hasEmbedder } from '../core.ts';
import type { Embedder } from '../embed/port.ts';

export type ChosenMode =
  | { mode: 'hybrid' | 'dense'; embedder: Embedder; reason?: undefined }
  | { mode: 'lexical'; embedder: null; reason?: string };

/**
 * Hybrid where the collection has vectors and the embedder that made them is here, else lexical with
 * the reason. @throws ServiceError EMBEDDER_UNAVAILABLE when `dense` is asked for and cannot be had
 */
export function chooseMode(
  embedder: Core['embedder'],
  fingerprint: Fingerprint,
  asked: RetrievalMode | undefined,
): ChosenMode {
  if (asked === 'lexical') return { mode: 'lexical', embedder: null, reason: 'asked for' };
  const obstacle = obstacleTo(embedder, fingerprint);
  if (obstacle === null && hasEmbedder(embedder)) return { mode: asked ?? 'hybrid', embedder };
  if (asked === 'dense') {
    throw new ServiceError(
      'EMBEDDER_UNAVAILABLE',
      `dense retrieval is not possible: ${obstacle?.reason}`,
      obstacle?.hint,
    );
  }
  return { mode: 'lexical', embedder: null, ...(obstacle ? { reason: obstacle.reason } : {}) };
}

/** Why vectors cannot be used with this collection, null where they can. */
export function obstacleTo(
  embedder: Core['embedder'],
  { model, weights, dimension }: Fingerprint,
): { reason: string; hint: string } | null {
  if (model === null) {
    const reason = 'the collection was made without vectors';
    return hasEmbedder(embedder)
      ? { reason, hint: 'gecko corpus reindex' }
      : { reason: `${reason}, and there are no embedding weights`, hint: embedder.hint };
  }
  if (!hasEmbedder(embedder)) return embedder;
  const { identity } = embedder;
  if (identity.model === model && identity.weights === weights) return null;
  // A collection of another program: nobody knows what made its vectors.
  if (weights === null)
    return identity.dimension === dimension
      ? null
      : {
          reason: `the collection's vectors have ${dimension} dimensions, ${identity.model} makes ${identity.dimension}`,
          hint: 'gecko explain COLLECTION_READ_ONLY',
        };
  return {
    reason: `the collection's vectors were made with ${model} ${weights?.slice(0, 12)}, this backend has ${identity.model} ${identity.weights?.slice(0, 12)}`,
    hint: 'gecko corpus reindex',
  };
}
