import type { Plan, Step } from './step.ts';

/** A line a step, its cause behind it: the dry run, and the language of the planners' tests. */
export function formatPlan({ steps, notes }: Pick<Plan, 'steps' | 'notes'>): string {
  const width = Math.max(0, ...steps.map(({ id }) => id.length));
  return [
    ...steps.map(({ id, cause }) => `${id.padEnd(width)}  ${cause}`.trimEnd()),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
}

/** For `--json`: without the specs, which hold what users set in the environment. */
export function planJson({ steps, notes, destructive }: Plan) {
  return { steps: steps.map(stepJson), notes, destructive };
}

function stepJson({ id, kind, cause, after }: Step) {
  return { id, kind, cause, after };
}
