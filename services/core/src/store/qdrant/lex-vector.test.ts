import { describe, expect, it } from 'vitest';
import { chunkVector, queryVector, termIndex } from './lex-vector.ts';

/** Chunks of 320 tokens have 256 terms on average, as Qdrant's own BM25 assumes. */
const AS_QDRANT = 320;

describe('chunkVector', () => {
  it('weighs terms as the BM25 of Qdrant itself does', () => {
    expect(chunkVector('hello', AS_QDRANT).values).toEqual([expect.closeTo(1.6877434, 6)]);
    const { indices, values } = chunkVector('hello world hello', AS_QDRANT);
    expect(indices).toEqual([termIndex('hello'), termIndex('world')]);
    expect(values).toEqual([expect.closeTo(1.9043111, 6), expect.closeTo(1.6786885, 6)]);
  });

  it('has each index once where two terms share it', () => {
    expect(termIndex('costarring')).toBe(termIndex('liquid'));
    const [one = 0] = chunkVector('liquid x', AS_QDRANT).values;
    const { indices, values } = chunkVector('liquid costarring', AS_QDRANT);
    expect(indices).toEqual([termIndex('liquid')]);
    expect(values).toEqual([expect.closeTo(2 * one, 6)]);
  });

  it('is empty where there is no term', () => {
    expect(chunkVector('', 200)).toEqual({ indices: [], values: [] });
  });
});

describe('queryVector', () => {
  it('counts each term once', () => {
    expect(queryVector(['a', 'b', 'a'])).toEqual({
      indices: [termIndex('a'), termIndex('b')],
      values: [1, 1],
    });
  });
});
