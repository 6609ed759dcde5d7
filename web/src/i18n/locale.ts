import { language } from './language.ts';

/** How dates and times are written: as where the reader is, in the language of the page. */
export function locale(): string {
  const own = navigator.languages.find((one) => one.startsWith(language.value));
  return own ?? language.value;
}
