import type { Language } from '../i18n/language.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in the largest unit that leaves at least one, in gecko's own units: 1.5 GiB, 1,5 GiB. */
export function bytesText(bytes: number, language: Language): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1_024 ** power;
  const maximumFractionDigits = power === 0 || value >= (power === 1 ? 10 : 100) ? 0 : 1;
  const text = new Intl.NumberFormat(language, { maximumFractionDigits }).format(value);
  return `${text} ${units[power]}`;
}
