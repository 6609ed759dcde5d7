import type { Schedule } from './schedule.ts';

const [MINUTE, HOUR] = [60, 3_600];

/**
 * What a schedule allows, in seconds.
 * @returns `spread`: by how much a run is put off at random, so that machines do not all begin at once;
 *   `late`: how long after its time a run that is not there counts as missed
 */
export function leeway(schedule: Schedule): { spread: number; late: number } {
  if (schedule.kind === 'hours') return { spread: 2 * MINUTE, late: HOUR };
  if (schedule.kind === 'daily') return { spread: 15 * MINUTE, late: 6 * HOUR };
  return { spread: 30 * MINUTE, late: 24 * HOUR };
}
