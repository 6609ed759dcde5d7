import { tokens } from '../lexical/tokens.ts';
import type { Fused } from './fuse.ts';

/** From this share of common words on, two passages say the same. */
const SAME = 0.8;

/** Leaves out passages that repeat a better one: Jaccard similarity of their word sets. */
export function distinct(passages: readonly Fused[], limit: number): Fused[] {
  const kept: { passage: Fused; words: Set<string> }[] = [];
  for (const passage of passages) {
    if (kept.length >= limit) break;
    const words = new Set(tokens(passage.chunk.text.toLowerCase()));
    if (!kept.some((other) => similarity(other.words, words) >= SAME))
      kept.push({ passage, words });
  }
  return kept.map(({ passage }) => passage);
}

function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - common;
  return all === 0 ? 1 : common / all;
}
