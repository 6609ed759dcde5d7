import type { Step } from './step.ts';

/** The steps as they came, but each behind those that it comes after. @throws Error where they wait for each other */
export function inOrder(steps: readonly Step[]): Step[] {
  const waiting = [...steps];
  const open = new Set(steps.map(({ id }) => id));
  const ordered: Step[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ after }) => after.every((id) => !open.has(id)));
    const [found] = next === -1 ? [] : waiting.splice(next, 1);
    if (!found) throw new Error(`a circle of steps: ${waiting.map(({ id }) => id).join(', ')}`);
    open.delete(found.id);
    ordered.push(found);
  }
  return ordered;
}
