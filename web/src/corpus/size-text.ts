import type { Language } from '../i18n/language.ts';

const units = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** An amount of bytes in the unit in which it is short. */
export function sizeText(bytes: number, language: Language): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length);
  const amount = bytes / 1_000 ** step;
  // "36 byte" is what Intl would say.
  if (step === 0) return `${bytes} B`;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step - 1] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}
