import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { hasEmbedder } from '@gecko/core/core';
import { openEmbedder } from '@gecko/core/embed/embedder';
import { retrieve } from '@gecko/core/retrieve/retrieve';
import { openLanceStore } from '@gecko/core/store/lance/lance-store';
import type { StoredDocument } from '@gecko/core/store/port';
import { createRandomCorpus, randomFingerprint } from '../test/fixtures/random-corpus.ts';
import { report } from './parts/report.ts';

/**
 * Retrieval without a language model, over chunks of random words and vectors: the median of a question
 * against that of embedding the question alone, in the same run; what upkeep with its index builds takes,
 * and the recall of the dense list against every vector's own distance.
 *
 * Arguments: chunks (default 10000). Weights: GECKO_TEST_WEIGHTS.
 */
const count = Number(process.argv[2] ?? 10_000);
const limit = count > 10_000 ? 15 : 5;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'gecko-bench-'));
const tools = { clock: systemClock, log: () => {} };
const store = await openLanceStore({ folder, ...tools });
try {
  const embedder = await openEmbedder({
    config: { folder: process.env.GECKO_TEST_WEIGHTS ?? '', cache: folder, hub: '', offline: true },
    threads: availableParallelism(),
    wanted: null,
    signal,
    ...tools,
  });
  if (!hasEmbedder(embedder)) throw new Error(embedder.reason);
  const corpus = createRandomCorpus(5);
  const live = await store.create('corpus', { ...randomFingerprint, ...embedder.identity });
  await store.switch('corpus', 1);
  const vectors: { id: string; dense: Float32Array }[] = [];
  const filling = performance.now();
  for (let start = 0; start < count / 10; start += 100) {
    const group: StoredDocument[] = [];
    for (let i = start; i < Math.min(start + 100, count / 10); i += 1)
      group.push(corpus.document(i, 10));
    for (const { chunks } of group)
      for (const { id, dense } of chunks) if (dense) vectors.push({ id, dense });
    await live.commit(group);
  }
  const filled = performance.now();
  await store.maintain();
  const kept = performance.now();
  console.log(
    `${count} chunks: stored in ${seconds(filled - filling)}, upkeep with its indexes ${seconds(kept - filled)}`,
  );

  const questions = Array.from(
    { length: 200 },
    (_, i) => `Where is ${corpus.word()} ${corpus.word()} kept, and why ${corpus.word()} ${i}?`,
  );
  const alone = await times(questions, (question) => embedder.embedTexts([question], signal));
  const core = { store, embedder };
  const whole = await times(questions, (question) =>
    retrieve(core, { question, collection: 'corpus', signal }),
  );
  console.log(
    `a question's vector ${alone.toFixed(1)} ms, retrieval with it ${whole.toFixed(1)} ms`,
  );
  report('retrieval against embedding the question', whole / alone, 'at most', limit);
  report('recall@10 of the dense list against flat search', await recall(), 'at least', 0.95);
  await embedder.close();

  async function recall(): Promise<number> {
    let hits = 0;
    for (let n = 0; n < 50; n += 1) {
      const dense = corpus.vector();
      const nearest = vectors
        .map(({ id, dense: other }) => ({ id, score: dot(dense, other) }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 10);
      const found = await live.candidates({ dense, limit: 50 });
      const ids = new Set(found.dense.slice(0, 10).map(({ chunk }) => chunk.id));
      hits += nearest.filter(({ id }) => ids.has(id)).length;
    }
    return hits / 500;
  }
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}

/** Median milliseconds; the first questions warm up. */
async function times(
  questions: readonly string[],
  ask: (question: string) => Promise<unknown>,
): Promise<number> {
  const all: number[] = [];
  for (const [i, question] of questions.entries()) {
    const started = performance.now();
    await ask(question);
    if (i >= 20) all.push(performance.now() - started);
  }
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
