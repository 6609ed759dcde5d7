/** Letters with a stroke or ligature, which Unicode does not decompose. */
const UNDECOMPOSED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ς: 'σ',
};

/**
 * Case and diacritics folded: `Configuración` → `configuracion`. Marks of scripts that spell with
 * them (Devanagari, Thai) stay.
 */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (/^[\x20-\x7e]*$/.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßæœøłđıς]/g, (letter) => UNDECOMPOSED[letter] ?? letter);
}
