import type { Log } from '../../log.ts';
import { reasonOf } from '../../reason-of.ts';
import { isIn } from './predicate.ts';

/** Rows that a query must not see now: revisions not yet committed, and those already replaced. */
export interface Hidden {
  readonly keys: Set<string>;
  /** Changes whenever visibility does. */
  epoch: number;
  /** Whether chunks without a record may lie in the table, of a run that died or a write that failed. */
  debris: boolean;
}

/** Makes rows visible and hides others, in one turn of the event loop. */
export function show(hidden: Hidden, visible: readonly string[], gone: readonly string[]): void {
  for (const key of visible) hidden.keys.delete(key);
  for (const key of gone) hidden.keys.add(key);
  hidden.epoch += 1;
}

/** The condition that leaves hidden rows out; undefined where there are none. */
export function visibleRows({ keys }: Hidden): string | undefined {
  return keys.size > 0 ? `NOT (${isIn('revision_key', [...keys])})` : undefined;
}

/**
 * Clears away rows that no record names any more. What cannot be cleared is no failure of the write
 * that came before: it stays hidden, and goes when its revision is written again or at the next start.
 */
export async function clearAway(
  hidden: Hidden,
  log: Log,
  clear: () => Promise<void>,
): Promise<void> {
  try {
    await clear();
  } catch (error) {
    hidden.debris = true;
    log('warn', 'replaced rows could not be cleared away; they stay hidden', {
      reason: reasonOf(error),
    });
  }
}
