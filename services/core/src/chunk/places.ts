import type { ParsedDocument } from '../documents/port.ts';

/** Finds line (from 1) and page (from 1; null without pages) of an offset. */
export function places({ text, pageOffsets }: Pick<ParsedDocument, 'text' | 'pageOffsets'>): (
  offset: number,
) => {
  line: number;
  page: number | null;
} {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lineStarts.push(at + 1);
  return (offset) => ({
    line: startsUpTo(lineStarts, offset),
    page: pageOffsets.length > 0 ? Math.max(1, startsUpTo(pageOffsets, offset)) : null,
  });
}

/** How many of the ascending starts are at or before the offset. */
function startsUpTo(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
