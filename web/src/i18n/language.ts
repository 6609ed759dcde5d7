import { computed, signal } from '@preact/signals';
import { kept } from '../shell/kept.ts';
import { en } from './en.ts';
import { es } from './es.ts';

export type Texts = typeof en;
export type Language = 'en' | 'es';

const dictionaries: Readonly<Record<Language, Texts>> = { en, es };

/** The language of the page: as it was chosen, else the browser's. */
export const language = signal<Language>(chosenLanguage());

/** The texts of the page in its language. */
export const texts = computed(() => dictionaries[language.value]);

function chosenLanguage(): Language {
  const stored = kept('language').read();
  if (stored === 'en' || stored === 'es') return stored;
  return navigator.languages.find((one) => /^(en|es)\b/i.test(one))?.startsWith('es') ? 'es' : 'en';
}
