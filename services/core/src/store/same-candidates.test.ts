import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startQdrantServer } from '../../../../test/fakes/qdrant-server.ts';
import { openRealQdrant } from '../../../../test/fakes/real-qdrant.ts';
import { createBilingualCorpus } from '../../../../test/fixtures/bilingual-corpus.ts';
import { randomFingerprint } from '../../../../test/fixtures/random-corpus.ts';
import { systemClock } from '../clock.ts';
import { queryTerms } from '../lexical/analyse.ts';
import { openLanceStore } from './lance/lance-store.ts';
import type { Candidate, GenerationStore, Store } from './port.ts';
import { openQdrantStore } from './qdrant/qdrant-store.ts';

const CHUNKS = 2_000;
const corpus = createBilingualCorpus(7);

const tools = { clock: systemClock, log: () => {} };

/** The stand-in computes as a real one does, which the other case shows where there is one. */
sameCandidates('Qdrant (a stand-in)', async () => {
  const server = await startQdrantServer();
  const store = await openQdrantStore({ url: server.url, ...tools });
  return {
    store,
    async close() {
      await store.close();
      await server.close();
    },
  };
});

const { GECKO_TEST_QDRANT_URL: url, GECKO_TEST_QDRANT_KEY: apiKey } = process.env;
if (url) sameCandidates('a real Qdrant', () => openRealQdrant({ url, apiKey }));

interface OpenStore {
  store: Store;
  close(): Promise<void>;
}

/** Both stores with the same 2,000 chunks. */
function sameCandidates(name: string, open: () => Promise<OpenStore>): void {
  describe(`LanceDB and ${name} with the same corpus`, { timeout: 60_000 }, () => {
    let folder: string;
    let one: Store;
    let other: OpenStore;
    let lance: GenerationStore;
    let qdrant: GenerationStore;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'gecko-same-'));
      const documents = Array.from({ length: CHUNKS / 10 }, (_, i) => corpus.document(i, 10));
      const fill = async (store: Store) => {
        const generation = await store.create('corpus', randomFingerprint);
        await generation.commit(documents);
        return generation;
      };
      one = await openLanceStore({ folder, ...tools });
      other = await open();
      lance = await fill(one);
      qdrant = await fill(other.store);
    }, 60_000);
    afterAll(async () => {
      await one.close();
      await other.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(corpus.questions)('finds and ranks the same by words: %s', async (question) => {
      const query = { terms: queryTerms(question), limit: CHUNKS };
      const [one, other] = [
        (await lance.candidates(query)).lexical,
        (await qdrant.candidates(query)).lexical,
      ];
      expect(idsOf(one).length).toBeGreaterThan(20);
      expect(new Set(idsOf(other))).toEqual(new Set(idsOf(one)));
      expect(spearman(one, other)).toBeGreaterThanOrEqual(0.99);
      const best = new Set(idsOf(one).slice(0, 50));
      expect(
        idsOf(other)
          .slice(0, 50)
          .filter((id) => best.has(id)).length,
      ).toBeGreaterThan(44);
    });

    it('finds and ranks the same by vectors, filtered and not', async () => {
      for (const filter of [{}, { language: 'es' }, { topic: ['t1', 't2'] }]) {
        const query = { dense: corpus.vector(), limit: 50, filter };
        const [one, other] = [
          (await lance.candidates(query)).dense,
          (await qdrant.candidates(query)).dense,
        ];
        expect(one).toHaveLength(50);
        expect(new Set(idsOf(other))).toEqual(new Set(idsOf(one)));
        expect(spearman(one, other)).toBeGreaterThanOrEqual(0.99);
      }
    });

    it('counts the same', async () => {
      const terms = [...new Set(corpus.questions.flatMap(queryTerms))];
      expect(await qdrant.termStatistics(terms)).toEqual(await lance.termStatistics(terms));
      expect(await qdrant.values('topic', 5)).toEqual(await lance.values('topic', 5));
      expect(new Set(await qdrant.fields())).toEqual(new Set(await lance.fields()));
      expect((await qdrant.documents({ limit: 7 })).documents).toEqual(
        (await lance.documents({ limit: 7 })).documents,
      );
    });
  });
}

function idsOf(list: readonly Candidate[]): string[] {
  return list.map(({ chunk }) => chunk.id);
}

/** Spearman's rank correlation of two orders of the same items; equal scores share their mean rank. */
function spearman(one: readonly Candidate[], other: readonly Candidate[]): number {
  const [a, b] = [ranks(one), ranks(other)];
  const pairs = [...a].map(([id, rank]) => [rank, b.get(id) ?? 0] as const);
  const mean = (a.size + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (const [x, y] of pairs) {
    both += (x - mean) * (y - mean);
    first += (x - mean) ** 2;
    second += (y - mean) ** 2;
  }
  return both / Math.sqrt(first * second);
}

function ranks(list: readonly Candidate[]): Map<string, number> {
  const found = new Map<string, number>();
  for (let start = 0; start < list.length; ) {
    let end = start;
    while (end < list.length && sameScore(list[end], list[start])) end += 1;
    for (const { chunk } of list.slice(start, end)) found.set(chunk.id, (start + end + 1) / 2);
    start = end;
  }
  return found;
}

/** As far as floats of 32 bits tell. */
function sameScore(a: Candidate | undefined, b: Candidate | undefined): boolean {
  return Math.abs((a?.score ?? 0) - (b?.score ?? 0)) < 1e-6;
}
