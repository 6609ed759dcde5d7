import { ServiceError } from '../contract/errors.ts';
import type { Inference } from './inference.ts';
import { DIMENSION } from './mean-pool.ts';
import { pickBatch } from './pick-batch.ts';
import type { Embedder } from './port.ts';
import { MAX_TOKENS } from './tokenizer.ts';

/** Batches of questions that may go before a waiting batch of documents. */
const QUESTIONS_IN_A_ROW = 4;

/** Oldest inputs that a batch is picked from: enough to find equal lengths, few enough to sort each time. */
const WINDOW = 1_024;

type Lane = 'query' | 'document';

/** One call of `add`. */
interface Job {
  vectors: Float32Array[];
  missing: number;
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

interface Input {
  job: Job;
  position: number;
  tokens: Int32Array;
}

/** The waiting inputs of all callers; one batch at a time is in the inference thread. */
export interface EmbedQueue {
  /**
   * One unit vector for each input, in the order given. Questions go first, but a document waits for
   * at most four of their batches, and for as many as stand before it. When the signal aborts, what
   * still waits is dropped.
   *
   * @throws ServiceError INTEGRITY when the model gives a vector that is not finite
   */
  add(inputs: readonly Int32Array[], lane: Lane, signal?: AbortSignal): Promise<Float32Array[]>;
  stats(): ReturnType<Embedder['stats']>;
  /** Rejects what waits and what comes. */
  close(): void;
}

/** @param now monotonic milliseconds */
export function createQueue(inference: Pick<Inference, 'run'>, now: () => number): EmbedQueue {
  const lanes: Record<Lane, Input[]> = { query: [], document: [] };
  const stats = { texts: 0, realTokens: 0, paddedTokens: 0, milliseconds: 0 };
  let busy = false;
  let closed = false;
  let questionsInARow = 0;

  return { add, stats: () => ({ ...stats }), close };

  async function add(
    inputs: readonly Int32Array[],
    lane: Lane,
    signal?: AbortSignal,
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    if (closed) throw closedError();
    inputs.forEach(checkLength);
    if (inputs.length === 0) return [];
    let abort = () => {};
    try {
      return await new Promise<Float32Array[]>((resolve, reject) => {
        const job: Job = { vectors: [], missing: inputs.length, resolve, reject };
        abort = () => fail(job, signal?.reason);
        signal?.addEventListener('abort', abort, { once: true });
        for (const [position, tokens] of inputs.entries())
          lanes[lane].push({ job, position, tokens });
        // After this turn, so that inputs added together share a batch.
        queueMicrotask(next);
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  function next(): void {
    if (busy) return;
    const batch = takeBatch();
    if (batch.length === 0) return;
    busy = true;
    run(batch).finally(() => {
      busy = false;
      next();
    });
  }

  function takeBatch(): Input[] {
    const mayAsk = questionsInARow < QUESTIONS_IN_A_ROW || lanes.document.length === 0;
    const lane = lanes.query.length > 0 && mayAsk ? 'query' : 'document';
    questionsInARow = lane === 'query' ? questionsInARow + 1 : 0;
    const oldest = lanes[lane].splice(0, WINDOW);
    const picked = new Set(
      oldest.length ? pickBatch(oldest.map(({ tokens }) => tokens.length)) : [],
    );
    lanes[lane].unshift(...oldest.filter((_, position) => !picked.has(position)));
    return oldest.filter((_, position) => picked.has(position));
  }

  async function run(batch: readonly Input[]): Promise<void> {
    const started = now();
    try {
      const vectors = await inference.run(batch.map(({ tokens }) => tokens));
      for (const [row, { job, position }] of batch.entries())
        give(job, position, vectors.slice(row * DIMENSION, (row + 1) * DIMENSION));
    } catch (error) {
      for (const { job } of batch) fail(job, error);
    }
    const lengths = batch.map(({ tokens }) => tokens.length);
    stats.texts += batch.length;
    stats.realTokens += lengths.reduce((sum, length) => sum + length, 0);
    stats.paddedTokens += batch.length * Math.max(...lengths);
    stats.milliseconds += now() - started;
  }

  function give(job: Job, position: number, vector: Float32Array): void {
    if (vector.length !== DIMENSION || !vector.every(Number.isFinite)) {
      fail(job, notFiniteError());
      return;
    }
    job.vectors[position] = vector;
    job.missing -= 1;
    if (job.missing === 0) job.resolve(job.vectors);
  }

  function fail(job: Job, error: unknown): void {
    for (const lane of ['query', 'document'] as const)
      lanes[lane] = lanes[lane].filter((input) => input.job !== job);
    job.reject(error);
  }

  function close(): void {
    closed = true;
    for (const { job } of [...lanes.query, ...lanes.document]) fail(job, closedError());
  }
}

function closedError(): ServiceError {
  return new ServiceError('CANCELLED', 'the embedder is closed');
}

function notFiniteError(): ServiceError {
  return new ServiceError(
    'INTEGRITY',
    'the embedding model gave a vector that is not finite',
    'The model in weights.folder may be damaged: leave the key out, then: gecko down && gecko up',
  );
}

/** One wrong input would fail the whole batch that it shares with others. */
function checkLength({ length }: Int32Array): void {
  if (length >= 1 && length <= MAX_TOKENS) return;
  throw new ServiceError(
    'INTERNAL',
    `an embedding input has ${length} tokens, allowed are 1 to ${MAX_TOKENS}`,
  );
}
