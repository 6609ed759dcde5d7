import type { Language } from '../i18n/language.ts';

/** How long ago something was, for people: "3 min ago", "hace 3 min". @param seconds below 0 counts as 0 */
export function ageText(seconds: number, language: Language): string {
  const [count, unit] = rounded(Math.max(0, seconds));
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return format.format(-count, unit).replace(/\.(?=\s|$)/g, '');
}

function rounded(seconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  // A look is some seconds old already; to count them would change the text at each.
  if (seconds < 10) return [0, 'second'];
  if (seconds < 60) return [Math.floor(seconds / 10) * 10, 'second'];
  if (seconds < 3_600) return [Math.floor(seconds / 60), 'minute'];
  if (seconds < 2 * 86_400) return [Math.floor(seconds / 3_600), 'hour'];
  return [Math.floor(seconds / 86_400), 'day'];
}
