import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { DockerProject } from './open-project.ts';
import { type RunOptions, runPlan } from './run-plan.ts';

/** Milliseconds in which a container that is started again has to become healthy. */
const HEALTHY_WITHIN = 300_000;

/** Carries out a plan that leaves nothing to take back. */
export function simpleRun(
  plan: Plan,
  project: DockerProject,
  runtime: Runtime,
  more: Pick<RunOptions, 'quietPull' | 'goOn'> = {},
): Promise<void> {
  const options = { healthyWithin: HEALTHY_WITHIN, undo: false, weights: async () => [], ...more };
  return runPlan(plan, project, options, runtime);
}
