import { tokens } from './tokens.ts';

/** From this share of common words on, two texts say the same. */
const SAME = 0.8;

/** `-5` beside `5`: a sign is no part of a token. */
const NEGATIVE = /(?<![\p{L}\p{N}\p{M}_.-])[-−]\p{N}[\p{N}.,]*/gu;

/** What a text is compared by. */
interface Words {
  words: ReadonlySet<string>;
  /** Numbers and identifiers with digits: a change of one changes what is said. */
  figures: ReadonlySet<string>;
}

function wordsOf(text: string): Words {
  const words = new Set(tokens(text.toLowerCase()));
  const figures = [...words].filter((word) => /\p{N}/u.test(word));
  return { words, figures: new Set([...figures, ...(text.match(NEGATIVE) ?? [])]) };
}

/** Whether two texts are near-duplicates: of the same figures, and by the Jaccard similarity of their words. */
function sameWords(a: Words, b: Words): boolean {
  const figures = commonOf(a.figures, b.figures);
  if (figures < a.figures.size || figures < b.figures.size) return false;
  const common = commonOf(a.words, b.words);
  const all = a.words.size + b.words.size - common;
  return all === 0 || common / all >= SAME;
}

function commonOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((word) => b.has(word)).length;
}

/** The items that repeat none before them, at most `limit`. */
export function withoutRepeats<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  limit: number,
): T[] {
  const kept: { item: T; words: Words }[] = [];
  for (const item of items) {
    if (kept.length >= limit) break;
    const words = wordsOf(textOf(item));
    if (!kept.some((other) => sameWords(other.words, words))) kept.push({ item, words });
  }
  return kept.map(({ item }) => item);
}
