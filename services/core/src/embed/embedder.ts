import { ServiceError } from '../contract/errors.ts';
import { type Inference, startInference } from './inference.ts';
import { DIMENSION } from './mean-pool.ts';
import { pickBatch } from './pick-batch.ts';
import type { Embedder, EmbedderAbsence } from './port.ts';
import { loadTokenizer, MAX_TOKENS } from './tokenizer.ts';
import { type FindWeights, findWeights } from './weights.ts';

interface Waiting {
  tokens: Int32Array;
  promise: Promise<Float32Array>;
  resolve(vector: Float32Array): void;
  reject(error: unknown): void;
}

/** An embedder and the file of its tokenizer, for the workers that chunk. */
export type OpenedEmbedder = Embedder & { readonly tokenizerFile: string; readonly source: string };

/**
 * Opens the embedder: finds the weights, starts the inference thread.
 * @returns the reason where there are no weights
 * @throws when the weights are there and cannot be loaded
 */
export async function openEmbedder(
  options: FindWeights & { threads: number },
): Promise<OpenedEmbedder | EmbedderAbsence> {
  const weights = await findWeights(options);
  if ('reason' in weights) return weights;
  const tokenizer = await loadTokenizer(weights.tokenizer);
  const inference = await startInference({ model: weights.model, threads: options.threads });
  const queue = createQueue(inference, () => options.clock.monotonic());
  return {
    tokenizerFile: weights.tokenizer,
    source: weights.source,
    identity: {
      model: 'all-MiniLM-L6-v2',
      weights: weights.sha256,
      dimension: DIMENSION,
      precision: 'int8',
      pooling: 'mean',
      maxTokens: MAX_TOKENS,
      tokenCounter: tokenizer.id,
    },
    embedTokens: (inputs, signal) => queue.add(inputs, 'document', signal),
    async embedQuery(text, signal) {
      const tokens = tokenizer.encode(text);
      if (tokens === null) throw new ServiceError('INTERNAL', 'the tokenizer has no vocabulary');
      const [vector] = await queue.add([tokens], 'query', signal);
      if (!vector) throw new ServiceError('INTERNAL', 'the question was not embedded');
      return vector;
    },
    stats: () => ({ ...queue.stats }),
    close: () => inference.close(),
  };
}

/** Waiting inputs of all callers; one batch at a time is in the inference thread. */
export function createQueue(inference: Pick<Inference, 'run'>, now: () => number) {
  const lanes: Record<'query' | 'document', Waiting[]> = { query: [], document: [] };
  const stats = { texts: 0, realTokens: 0, paddedTokens: 0, milliseconds: 0 };
  let busy = false;

  return { add, stats };

  /** One vector for each input, in the order given; an aborted signal takes out what still waits. */
  async function add(
    inputs: readonly Int32Array[],
    lane: 'query' | 'document',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const own = inputs.map((tokens) => ({ tokens, ...deferred() }));
    const leave = () => {
      lanes[lane] = lanes[lane].filter((other) => !own.some((waiting) => waiting === other));
      for (const { reject } of own) reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    lanes[lane].push(...own);
    // After this turn, so that inputs added together share a batch.
    queueMicrotask(next);
    try {
      return await Promise.all(own.map(({ promise }) => promise));
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  function next(): void {
    const lane = lanes.query.length > 0 ? 'query' : 'document';
    if (busy || lanes[lane].length === 0) return;
    const picked = new Set(pickBatch(lanes[lane].map(({ tokens }) => tokens.length)));
    const batch = lanes[lane].filter((_, position) => picked.has(position));
    lanes[lane] = lanes[lane].filter((_, position) => !picked.has(position));
    busy = true;
    run(batch).finally(() => {
      busy = false;
      next();
    });
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    const started = now();
    try {
      const vectors = await inference.run(batch.map(({ tokens }) => tokens));
      batch.forEach(({ resolve, reject }, row) => {
        const vector = vectors.slice(row * DIMENSION, (row + 1) * DIMENSION);
        if (vector.every(Number.isFinite)) resolve(vector);
        else
          reject(
            new ServiceError('INTEGRITY', 'the embedding model gave a vector that is not finite'),
          );
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    stats.texts += batch.length;
    stats.realTokens += batch.reduce((sum, { tokens }) => sum + tokens.length, 0);
    stats.paddedTokens += batch.length * Math.max(...batch.map(({ tokens }) => tokens.length));
    stats.milliseconds += now() - started;
  }
}

/** A promise with its ends outside; Node 20 has no Promise.withResolvers. */
function deferred(): Pick<Waiting, 'promise' | 'resolve' | 'reject'> {
  let resolve: Waiting['resolve'] = () => {};
  let reject: Waiting['reject'] = () => {};
  const promise = new Promise<Float32Array>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // All of a caller's promises are awaited as one: the others' rejections are seen there.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
