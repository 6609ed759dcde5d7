import type { Language } from '../i18n/language.ts';

const formats: Readonly<Record<Language, Record<'day' | 'minute', Intl.DateTimeFormat>>> = {
  en: formatsOf('en'),
  es: formatsOf('es'),
};

/** A moment in the browser's time zone. @param iso ISO 8601 */
export function dateText(iso: string, language: Language, upTo: 'day' | 'minute' = 'day'): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : formats[language][upTo].format(date);
}

/** Making one takes longer than using it a hundred times. */
function formatsOf(language: Language) {
  return {
    day: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }),
    minute: new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }),
  };
}
