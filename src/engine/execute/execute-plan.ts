import type { Plan, Step } from '../../plan/step.ts';

/** Steps under way at the same time: enough for all services of one stack to stop at once, and to be removed. */
const PARALLEL = 8;

export interface ExecuteOptions {
  /** Carries out one step. */
  perform(step: Step, signal: AbortSignal): Promise<void>;
  /** Told before and after each. */
  onStep?: (step: Step, state: 'begun' | 'done') => void;
  /**
   * Whether the steps that do not need a failed one are carried out all the same; without it they are not,
   * and those under way are told to stop.
   */
  goOnAfter?: (error: unknown) => boolean;
  /** Aborted, no further step begins; those under way are told. */
  signal: AbortSignal;
}

export interface Outcome {
  /** Steps that were carried out, in the order of their end. */
  done: readonly Step[];
  /** The first that failed; null where all were carried out or the signal was aborted. */
  failed: { step: Step; error: unknown } | null;
}

/**
 * Carries out the steps of a plan, each once those that it comes after are done, a few at a time. It
 * decides nothing. After a failure no further step begins, unless it is told to go on; those under way are
 * waited for.
 */
export async function executePlan({ steps }: Plan, options: ExecuteOptions): Promise<Outcome> {
  const { perform, onStep = () => {}, goOnAfter = () => false, signal } = options;
  const open = new Set(steps.map(({ id }) => id));
  const waiting = new Set(steps);
  const done: Step[] = [];
  let failed: Outcome['failed'] = null;
  const running = new Map<string, Promise<void>>();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);

  const begin = (step: Step) => {
    waiting.delete(step);
    onStep(step, 'begun');
    const work = perform(step, either)
      .then(() => {
        open.delete(step.id);
        done.push(step);
        onStep(step, 'done');
      })
      .catch((error: unknown) => {
        failed ??= { step, error };
        if (!goOnAfter(error)) stop.abort(error);
      })
      .finally(() => running.delete(step.id));
    running.set(step.id, work);
  };

  for (;;) {
    if (!either.aborted)
      for (const step of waiting)
        if (running.size < PARALLEL && step.after.every((id) => !open.has(id))) begin(step);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failed === null && !signal.aborted && waiting.size > 0)
    throw new Error(
      `steps that wait for each other: ${[...waiting].map(({ id }) => id).join(', ')}`,
    );
  return { done, failed: signal.aborted ? null : failed };
}
