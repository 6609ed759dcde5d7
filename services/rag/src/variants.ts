import { questionWords } from '@gecko/core/lexical/analyse';
import { parts } from '@gecko/core/lexical/tokens';

/**
 * Other wordings to search with, made by rule: the question without the filter that it names, and
 * with its identifiers spelled out (`OLLAMA_HOST` → `OLLAMA HOST`), which an embedding model knows
 * better than the identifier. The words alone would help neither search: full text drops the others
 * anyway, and a bag of words is further from a passage than a sentence is (bench/eval).
 *
 * @param rest the question without the filter
 */
export function variants(question: string, rest: string): string[] {
  // Word by word: one pattern for both kinds of identifier takes time by the square of a long word.
  const spelled = rest.replace(/[\p{L}\p{N}_.-]+/gu, (word) =>
    /[\p{L}\p{N}][_.-][\p{L}\p{N}]|\p{Ll}\p{Lu}/u.test(word) ? spell(word) : word,
  );
  return [...new Set([rest, spelled])].filter(
    (variant) => variant !== question.trim() && questionWords(variant).length > 0,
  );
}

function spell(identifier: string): string {
  const pieces = identifier.split(/[_.-]+/);
  return pieces.flatMap((piece) => humps(piece)).join(' ');
}

/** `camelCase` → camel, Case. */
function humps(piece: string): string[] {
  const found = parts(piece).filter((part) => /^\p{L}+$/u.test(part));
  return found.length > 1 && found.join('') === piece ? found : [piece];
}
