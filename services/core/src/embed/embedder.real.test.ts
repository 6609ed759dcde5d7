import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { type OpenedEmbedder, openEmbedder } from './embedder.ts';

interface Golden {
  weights: string;
  texts: { text: string; vector: number[] }[];
}

const folder = process.env.GECKO_TEST_WEIGHTS;
const golden: Golden = JSON.parse(
  readFileSync(
    new URL('../../../../test/fixtures/golden/all-minilm-l6-v2-int8.json', import.meta.url),
    'utf8',
  ),
);
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let [dot, left, right] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    dot += (a[i] ?? 0) * (b[i] ?? 0);
    left += (a[i] ?? 0) ** 2;
    right += (b[i] ?? 0) ** 2;
  }
  return dot / Math.sqrt(left * right);
};

describe.skipIf(!folder)('embedder with the real weights (GECKO_TEST_WEIGHTS)', () => {
  let embedder: OpenedEmbedder;

  beforeAll(async () => {
    const opened = await openEmbedder({
      config: { folder: folder ?? '', cache: tmpdir(), hub: 'http://127.0.0.1:9', offline: true },
      wanted: null,
      threads: 2,
      signal: new AbortController().signal,
      log: () => {},
      clock: systemClock,
    });
    if ('reason' in opened) throw new Error(opened.reason);
    embedder = opened;
  });
  afterAll(() => embedder?.close());

  it('gives the vectors of the Python runtime for the same weights, cosine at least 0.9999', async () => {
    expect(embedder.identity.weights).toBe(golden.weights);
    for (const { text, vector } of golden.texts) {
      expect(
        cosine((await embedder.embedTexts([text]))[0] ?? [], vector),
        text.slice(0, 40),
      ).toBeGreaterThanOrEqual(0.9999);
    }
  });

  it('gives the same vectors in a batch as alone, but for what int8 owes to its batch', async () => {
    const { loadTokenizer } = await import('./tokenizer.ts');
    const tokenizer = await loadTokenizer(embedder.tokenizerFile);
    const tokens = golden.texts.map(({ text }) => tokenizer.encode(text) ?? new Int32Array());
    const vectors = await embedder.embedTokens(tokens);
    vectors.forEach((vector, i) => {
      expect(cosine(vector, golden.texts[i]?.vector ?? [])).toBeGreaterThanOrEqual(0.999);
    });
    const { realTokens, paddedTokens } = embedder.stats();
    expect(paddedTokens / realTokens).toBeLessThanOrEqual(1.05);
  });

  it('finds a paraphrase nearer than a stranger', async () => {
    const [question, answer, stranger] = await embedder.embedTexts([
      'How do I back up the Qdrant volume?',
      'Use gecko backup qdrant to snapshot the vector store.',
      'The cat sat on the mat.',
    ]);
    expect(cosine(question ?? [], answer ?? [])).toBeCloseTo(0.357, 2);
    expect(cosine(question ?? [], stranger ?? [])).toBeCloseTo(0.016, 1);
  });

  it('drops what an aborted caller still has waiting', async () => {
    const controller = new AbortController();
    const pending = embedder.embedTokens([Int32Array.of(101, 2023, 102)], controller.signal);
    controller.abort(new Error('left'));
    await expect(pending).rejects.toThrow('left');
  });
});
