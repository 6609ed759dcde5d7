import { describe, expect, it } from 'vitest';
import { chunkId, documentId, revisionOf } from './identity.ts';

const settings = { tokens: 200, overlap: 32 };

describe('identity', () => {
  it('never changes for the same parts', () => {
    const id = documentId('corpus_gecko3', 'docs', 'a/b.md');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(documentId('corpus_gecko3', 'docs', 'a/b.md')).toBe(id);
    expect(chunkId(id, 'r', 0)).not.toBe(chunkId(id, 'r', 1));
  });

  it('takes a composed and a decomposed path for the same', () => {
    expect(documentId('c', 's', 'cafe\u0301.md')).toBe(documentId('c', 's', 'caf\u00e9.md'));
  });

  it('keeps the borders of its parts', () => {
    expect(documentId('c', 'a', 'b/c')).not.toBe(documentId('c', 'a/b', 'c'));
  });

  it('makes a new revision when bytes, parser or chunk settings change', () => {
    const one = revisionOf('h', '1', settings);
    expect(revisionOf('h', '1', settings)).toBe(one);
    expect(revisionOf('i', '1', settings)).not.toBe(one);
    expect(revisionOf('h', '2', settings)).not.toBe(one);
    expect(revisionOf('h', '1', { tokens: 201, overlap: 32 })).not.toBe(one);
  });
});
