import type { Language } from '../lexical/port.ts';

/** What an abstained answer says, in the question's language. */
export function abstention(language: Language | null, missing: readonly string[]): string {
  const words = missing.slice(0, 3).map((word) => (language === 'es' ? `«${word}»` : `“${word}”`));
  if (language === 'es') {
    const about = words.length > 0 ? ` No se encontró nada sobre ${words.join(', ')}.` : '';
    return `Los documentos de este corpus no responden a esta pregunta.${about}`;
  }
  const about = words.length > 0 ? ` Nothing was found about ${words.join(', ')}.` : '';
  return `The documents of this corpus do not answer this question.${about}`;
}
