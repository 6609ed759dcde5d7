import type { Language } from '../lexical/port.ts';
import type { Retrieved } from '../retrieve/retrieve.ts';

/** Words named as missing; the most telling come first. */
const NAMED = 3;

/** What an abstained answer says, and why, in the question's language. */
export function abstention(
  language: Language | null,
  { unmatched, evidence }: Pick<Retrieved, 'unmatched' | 'evidence'>,
): string {
  const spanish = language === 'es';
  const list = (words: readonly string[]) => quoted(language, words);
  const no = spanish
    ? 'Los documentos de este corpus no responden a esta pregunta.'
    : 'The documents of this corpus do not answer this question.';
  if (unmatched) {
    const { field, asked, values } = unmatched;
    return spanish
      ? `${no} Ninguno tiene ${field} ${list(asked)}; hay: ${list(values)}.`
      : `${no} None has the ${field} ${list(asked)}; there are: ${list(values)}.`;
  }
  return `${no} ${notFound(language, evidence.missing)}`.trimEnd();
}

/**
 * What an answer of quoted sentences begins with: names and numbers of the question that the corpus has nowhere,
 * because the sentences then are about something else. Other words may be missing where there is an answer, as
 * for 16 of the 35 answerable questions of bench/eval that are answered: documents say them in words of their own,
 * or in another language.
 * @returns a paragraph with its end; empty where nothing is missing
 */
export function reservation(
  language: Language | null,
  { names }: Pick<Retrieved['evidence'], 'names'>,
): string {
  const sentence = notFound(language, names);
  return sentence === '' ? '' : `${sentence}\n\n`;
}

function notFound(language: Language | null, missing: readonly string[]): string {
  if (missing.length === 0) return '';
  const named = quoted(language, missing.slice(0, NAMED));
  return language === 'es'
    ? `No se encontró nada sobre ${named}.`
    : `Nothing was found about ${named}.`;
}

function quoted(language: Language | null, words: readonly string[]): string {
  return words.map((word) => (language === 'es' ? `«${word}»` : `“${word}”`)).join(', ');
}
