import type { Language } from '../i18n/language.ts';

/** A latency: milliseconds below a second, seconds from there on. */
export function secondsText(seconds: number, language: Language): string {
  const format = (value: number, digits: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  if (seconds < 1) return `${format(seconds * 1_000, 0)} ms`;
  return `${format(seconds, seconds < 10 ? 1 : 0)} s`;
}
