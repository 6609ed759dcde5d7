import type { Plan, Step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { DockerProject } from './open-project.ts';
import { probeService } from './probe-service.ts';

/**
 * A plan without the waits for what runs and answers already: the engine's own check comes later than `up`
 * returns, or there is none, and a dry run would show them as something to do.
 */
export async function withoutAnswered(
  plan: Plan,
  { door }: Pick<DockerProject, 'door'>,
  { config, signal }: Pick<Runtime, 'config' | 'signal'>,
): Promise<Plan> {
  const changed = new Set(
    plan.steps.flatMap((step) => (step.kind === 'container.start' ? [step.name] : [])),
  );
  const answers = async (step: Step) =>
    step.kind === 'wait.healthy' &&
    !changed.has(step.name) &&
    (await probeService(step.service, step.name, { door, config }, signal)).healthy;
  const idle = await Promise.all(plan.steps.map(answers));
  return { ...plan, steps: plan.steps.filter((_, index) => !idle[index]) };
}
