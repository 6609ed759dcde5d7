import type { Citation } from '../contract/ask.ts';
import type { Fused } from '../retrieve/fuse.ts';

/** Passages as numbered citations, n from 1 in the order given. */
export function toCitations(passages: readonly Fused[]): Citation[] {
  return passages.map(({ chunk, document, score }, i) => ({
    n: i + 1,
    source: `${document.source}/${document.path}`,
    title: document.title,
    page: chunk.page,
    line: chunk.line,
    span: chunk.span,
    score: Number(score.toFixed(4)),
    text: chunk.text,
    documentId: document.id,
    chunkId: chunk.id,
  }));
}
