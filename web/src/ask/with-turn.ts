import type { Turn } from './conversation.ts';

/** In the place of the turn of the same id, or at the end. */
export function withTurn(turns: readonly Turn[], turn: Turn): Turn[] {
  const isThere = turns.some(({ id }) => id === turn.id);
  return isThere ? turns.map((one) => (one.id === turn.id ? turn : one)) : [...turns, turn];
}
