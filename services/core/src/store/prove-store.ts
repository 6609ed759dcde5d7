import type { Chunk } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Candidate, GenerationStore, Store, StoredChunk } from './port.ts';

/** A collection, and what it should hold. */
export interface ExpectedCollection {
  collection: string;
  documents: number;
  chunks: number;
}

/** A question whose answer is known, and what came back. */
export interface KnownQuestion {
  /** Of the document that the passage is of. */
  path: string;
  /** The passage that was asked for; all of it was the question. */
  passage: string;
  /** Lists whose first passage it was: `dense`, `lexical`. */
  foundBy: ('dense' | 'lexical')[];
}

export interface ProvenCollection extends ExpectedCollection {
  asked: KnownQuestion[];
}

/** Documents that are asked about, evenly over all of them. */
const QUESTIONS = 3;
/** Length of each list. */
const LIMIT = 10;
/** Of a similarity: as good as the best. An index may compress vectors. */
const TIE = 0.01;

/**
 * Whether a store holds what it should and finds it: all documents and chunks are counted, and passages of
 * it are asked for by their own vectors and words.
 * @throws ServiceError INTEGRITY, naming what is not as it should be, and the store's
 */
export async function proveStore(
  store: Store,
  expected: readonly ExpectedCollection[],
  signal: AbortSignal,
): Promise<ProvenCollection[]> {
  const proven: ProvenCollection[] = [];
  for (const one of expected) {
    signal.throwIfAborted();
    const { collection } = one;
    const live = await store.resolve(collection);
    if (live === null) throw wrong(collection, 'it is not there');
    await checkCounts(live, one);
    proven.push({ ...one, asked: await ask(live, signal) });
  }
  return proven;
}

async function checkCounts(live: GenerationStore, expected: ExpectedCollection): Promise<void> {
  const { documents, chunks } = await live.stats();
  const { collection } = expected;
  if (documents !== expected.documents)
    throw wrong(collection, `it has ${documents} of ${expected.documents} documents`);
  if (chunks !== expected.chunks)
    throw wrong(collection, `it has ${chunks} of ${expected.chunks} chunks`);
}

async function ask(live: GenerationStore, signal: AbortSignal): Promise<KnownQuestion[]> {
  const records = (await live.records()).filter(({ chunks }) => chunks > 0);
  const step = Math.max(1, Math.ceil(records.length / QUESTIONS));
  const asked: KnownQuestion[] = [];
  for (const { id, path } of records.filter((_, index) => index % step === 0)) {
    signal.throwIfAborted();
    const stored = await live.stored(id);
    const chunk = stored && wordiest(stored.chunks);
    if (!chunk) throw wrong(live.info.collection, `${path} has no chunks`);
    const foundBy = await lists(live, chunk, signal);
    if (foundBy.length === 0)
      throw wrong(live.info.collection, `a passage of ${path} is not found by its own words`);
    asked.push({ path, passage: chunk.text, foundBy });
  }
  return asked;
}

/** It tells more from others than a heading does. */
function wordiest(chunks: readonly StoredChunk[]): StoredChunk | undefined {
  return chunks.toSorted((a, b) => termsOf(b).length - termsOf(a).length)[0];
}

function termsOf({ lex }: StoredChunk): string[] {
  return [...new Set(lex.split(/\s+/).filter((term) => term !== ''))];
}

async function lists(
  live: GenerationStore,
  chunk: StoredChunk,
  signal: AbortSignal,
): Promise<KnownQuestion['foundBy']> {
  const { dense, lexical } = await live.candidates({
    ...(chunk.dense === null ? {} : { dense: chunk.dense }),
    terms: termsOf(chunk),
    limit: LIMIT,
    signal,
  });
  return [
    ...(isFirst(chunk, dense, TIE) ? (['dense'] as const) : []),
    ...(isFirst(chunk, lexical, 0) ? (['lexical'] as const) : []),
  ];
}

/** Or as good as the first: the same text may be there several times. */
function isFirst(chunk: Chunk, found: readonly Candidate[], tie: number): boolean {
  const best = found[0]?.score ?? 0;
  return found.some(
    (one) =>
      best - one.score <= tie && (one.chunk.id === chunk.id || one.chunk.text === chunk.text),
  );
}

function wrong(collection: string, what: string): ServiceError {
  return new ServiceError(
    'INTEGRITY',
    `Of ${collection} not all came back: ${what}`,
    'The backup cannot be relied on: make another one, and test it again.',
  );
}
