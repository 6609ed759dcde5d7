import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { fold } from './fold.ts';
import type { Language } from './port.ts';

const LONGEST_WORD = 40;

/**
 * Folded Snowball stems of a word, in one language or, where it is not known, in both.
 * A word with anything but letters is its own stem.
 */
export function stems(word: string, language: Language | null): string[] {
  if (word.length > LONGEST_WORD || !/^\p{Script=Latin}+$/u.test(word)) return [];
  const lower = word.toLowerCase();
  if (language === 'en') return [english(fold(lower))];
  if (language === 'es') return [spanishStem(lower)];
  return [english(fold(lower)), spanishStem(lower)];
}

/** Snowball's Spanish suffixes carry their accent; people who type `configuracion` leave it out. */
function spanishStem(lower: string): string {
  return fold(spanish(lower.replace(/ion$/, 'ión')));
}
