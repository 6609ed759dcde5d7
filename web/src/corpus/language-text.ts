import type { Schemas } from '../api/schema.d.ts';
import type { Texts } from '../i18n/language.ts';

export function languageText(
  language: Schemas['Document']['language'],
  { corpus: { languages } }: Texts,
): string {
  return languages[language ?? 'none'];
}
