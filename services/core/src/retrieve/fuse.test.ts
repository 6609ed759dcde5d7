import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../store/port.ts';
import { type FuseOptions, fuse } from './fuse.ts';

const convex: FuseOptions = { method: 'convex', alpha: 0.5, k: 60, limit: 10 };
const rrf: FuseOptions = { ...convex, method: 'rrf' };

function candidate(id: string, score: number): Candidate {
  return {
    chunk: {
      id,
      documentId: 'd',
      ordinal: 0,
      text: id,
      headings: [],
      page: null,
      line: null,
      span: [0, 1],
    },
    document: {
      id: 'd',
      source: 's',
      path: 'p',
      title: 't',
      mediaType: 'text/plain',
      language: null,
      metadata: {},
    },
    score,
  };
}
const list = (scores: Record<string, number>) =>
  Object.entries(scores)
    .map(([id, score]) => candidate(id, score))
    .sort((a, b) => b.score - a.score);
const ids = (fused: ReturnType<typeof fuse>) => fused.map(({ chunk }) => chunk.id);

describe('fuse', () => {
  it('prefers what both lists find', () => {
    const candidates = { dense: list({ a: 0.8, b: 0.7 }), lexical: list({ b: 9, c: 10 }) };
    expect(ids(fuse(candidates, convex))[0]).toBe('b');
    expect(ids(fuse(candidates, rrf))[0]).toBe('b');
  });

  it('combines normalised scores by the weight given', () => {
    const candidates = { dense: list({ a: 0.6 }), lexical: list({ a: 5, b: 10 }) };
    const scores = Object.fromEntries(
      fuse(candidates, { ...convex, alpha: 0.25 }).map(({ chunk, score }) => [chunk.id, score]),
    );
    expect(scores.a).toBeCloseTo(0.25 * 0.6 + 0.75 * 0.5, 10);
    expect(scores.b).toBeCloseTo(0.75, 10);
  });

  it('sums reciprocal ranks, 1 for the first of every list', () => {
    const candidates = { dense: list({ a: 0.9, b: 0.8 }), lexical: list({ a: 3, c: 2 }) };
    const [first, second] = fuse(candidates, rrf);
    expect(first?.score).toBeCloseTo(1, 10);
    expect(second?.score).toBeCloseTo(61 / 62 / 2, 10);
  });

  it('ranks by one list alone where the other is empty', () => {
    const lexical = list({ a: 1, b: 2 });
    expect(ids(fuse({ dense: [], lexical }, convex))).toEqual(['b', 'a']);
    expect(fuse({ dense: [], lexical }, convex)[0]?.score).toBe(1);
  });

  it('orders equal scores by id whatever order they come in', () => {
    const dense = [candidate('c', 0.5), candidate('a', 0.5), candidate('b', 0.5)];
    expect(ids(fuse({ dense, lexical: [] }, convex))).toEqual(['a', 'b', 'c']);
  });

  it('gives scores between 0 and 1, each chunk once, at most the limit', () => {
    const scores = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(scores, scores, fc.constantFrom(convex, rrf), (dense, lexical, options) => {
        const positive = Object.fromEntries(
          Object.entries(lexical).map(([id, score]) => [id, Math.abs(score) * 20 + 0.01]),
        );
        const fused = fuse(
          { dense: list(dense), lexical: list(positive) },
          { ...options, limit: 4 },
        );
        expect(fused.length).toBeLessThanOrEqual(4);
        expect(new Set(ids(fused)).size).toBe(fused.length);
        for (const { score } of fused) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
