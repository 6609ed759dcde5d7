import type { OldContainer } from '../../adopt/old-stack.ts';
import type { MovePlan } from './move-plan.ts';

/** Every container that is stopped, in its order. */
export function allToStop({ stop }: Pick<MovePlan, 'stop'>): OldContainer[] {
  return [...stop.asking, ...stop.keeping];
}
