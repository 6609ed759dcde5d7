import type { Schemas } from '../api/schema.d.ts';

/** Of the passages that were found, those that an answer names: what an unfinished one rests on so far. */
export function citedIn(
  answer: string,
  citations: readonly Schemas['Citation'][],
): Schemas['Citation'][] {
  const named = new Set([...answer.matchAll(/\[(\d{1,3})\]/g)].map(([, n]) => Number(n)));
  return citations.filter(({ n }) => named.has(n));
}
