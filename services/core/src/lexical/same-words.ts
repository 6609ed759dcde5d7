import { tokens } from './tokens.ts';

/** From this share of common words on, two texts say the same. */
const SAME = 0.8;

/** The words of a text, for comparing it with others. */
function wordSet(text: string): ReadonlySet<string> {
  return new Set(tokens(text.toLowerCase()));
}

/** Whether two texts are near-duplicates, by the Jaccard similarity of their words. */
function sameWords(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const common = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - common;
  return all === 0 || common / all >= SAME;
}

/** The items that repeat none before them, at most `limit`. */
export function withoutRepeats<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  limit: number,
): T[] {
  const kept: { item: T; words: ReadonlySet<string> }[] = [];
  for (const item of items) {
    if (kept.length >= limit) break;
    const words = wordSet(textOf(item));
    if (!kept.some((other) => sameWords(other.words, words))) kept.push({ item, words });
  }
  return kept.map(({ item }) => item);
}
