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

/** Marks as models write them: [1], [2, 3], [^4], 【5】. */
const MARK = /[[【]\^?\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]/g;

/**
 * Watches an answer as it is written: marks of passages that were not shown are taken out, also when
 * a mark comes in several pieces.
 */
export function createCitationFilter(shown: number): {
  /** @returns the text that is safe to show now */
  push(piece: string): string;
  end(): string;
  cited(): Set<number>;
} {
  const cited = new Set<number>();
  let held = '';
  const clean = (text: string) =>
    text.replace(MARK, (_, list: string) => {
      const known = list
        .split(/[,;]/)
        .map(Number)
        .filter((n) => n >= 1 && n <= shown);
      for (const n of known) cited.add(n);
      return known.map((n) => `[${n}]`).join('');
    });
  return {
    push(piece) {
      held += piece;
      const open = held.search(/[[【][^\]】]{0,24}$/);
      const safe = open === -1 ? held : held.slice(0, open);
      held = held.slice(safe.length);
      return clean(safe);
    },
    end() {
      const rest = clean(held);
      held = '';
      return rest;
    },
    cited: () => cited,
  };
}
