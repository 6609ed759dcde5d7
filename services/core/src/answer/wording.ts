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
  const list = (words: readonly string[]) =>
    words.map((word) => (spanish ? `«${word}»` : `“${word}”`)).join(', ');
  const no = spanish
    ? 'Los documentos de este corpus no responden a esta pregunta.'
    : 'The documents of this corpus do not answer this question.';
  if (unmatched) {
    const { field, asked, values } = unmatched;
    return spanish
      ? `${no} Ninguno tiene ${field} ${list(asked)}; hay: ${list(values)}.`
      : `${no} None has the ${field} ${list(asked)}; there are: ${list(values)}.`;
  }
  const missing = list(evidence.missing.slice(0, NAMED));
  if (missing === '') return no;
  return spanish
    ? `${no} No se encontró nada sobre ${missing}.`
    : `${no} Nothing was found about ${missing}.`;
}
