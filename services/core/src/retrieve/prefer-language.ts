import type { Language } from '../lexical/port.ts';
import type { Fused } from './fuse.ts';

/** Of two translations of a page, whose scores differ by a few per cent, the question's own comes first. */
const OTHER_LANGUAGE = 0.9;

/** Lowers passages of documents in another language than the question's; none is left out. */
export function preferLanguage(passages: readonly Fused[], language: Language | null): Fused[] {
  if (language === null) return [...passages];
  const isOther = (written: Language | null) => written !== null && written !== language;
  return passages
    .map((one) =>
      isOther(one.document.language) ? { ...one, score: one.score * OTHER_LANGUAGE } : one,
    )
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1));
}
