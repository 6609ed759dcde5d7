import type { Passage } from './passage.ts';

/** So many characters in common are no accident. */
const LEAST = 16;

/** Overlaps are looked for up to this length; langchain's usual one is 200. */
const MOST = 4_000;

/**
 * The text that passages were cut from, as far as they tell: what two neighbours have in common stands in it
 * once, and where their offsets say that they overlap, by exactly that. Nothing of a passage is lost.
 */
export function joinPassages(passages: readonly Passage[]): string {
  const parts: string[] = [];
  /** The end of the text so far: enough of it to find an overlap. */
  let tail = '';
  /** Where that is in the document that it was cut from. */
  let end: number | null = null;
  for (const { text: next, metadata } of passages) {
    const start = numberIn(metadata, 'start_index');
    const known: number | null = end !== null && start !== null ? end - start : null;
    const overlap = isSame(tail, next, known) ? (known ?? 0) : overlapOf(tail, next);
    const isFirst = parts.length === 0;
    // A passage that another one holds as a whole adds nothing.
    const added =
      isFirst || overlap > 0 ? next.slice(overlap) : `${known === -1 ? ' ' : '\n\n'}${next}`;
    parts.push(added);
    tail = (tail + added).slice(-MOST);
    end = start === null ? null : Math.max(end ?? 0, start + next.length);
  }
  return parts.join('');
}

function isSame(text: string, next: string, overlap: number | null): boolean {
  if (overlap === null || overlap <= 0 || overlap > next.length) return false;
  return text.endsWith(next.slice(0, overlap));
}

/** Characters that the end of one text has in common with the beginning of another. */
function overlapOf(text: string, next: string): number {
  const most = Math.min(text.length, next.length, MOST);
  for (let length = most; length >= LEAST; length -= 1)
    if (text.endsWith(next.slice(0, length))) return length;
  return 0;
}

function numberIn(metadata: Passage['metadata'], key: string): number | null {
  const value = metadata[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
