import { hasModel } from '../../plan/has-model.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { modelNames } from './model-names.ts';
import type { DockerProject } from './open-project.ts';

/**
 * Of the models to be pulled those that Ollama lacks now that it runs: while it was down nobody could ask
 * it, and a pull asks the registry even for a model that is there, which fails without a way out. Of those
 * to be loaded the ones that it has by then.
 */
export async function lackingModels(
  plan: Plan,
  { door }: Pick<DockerProject, 'door'>,
  { signal }: Pick<Runtime, 'signal'>,
): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const there = (await modelNames(door.ollama, signal)) ?? [];
  const pulls = plan.steps.flatMap((step) =>
    step.kind === 'model.pull' && !hasModel(there, step.model) ? [step.model] : [],
  );
  return {
    ...plan,
    steps: plan.steps.filter((step) => {
      if (step.kind === 'model.pull') return pulls.includes(step.model);
      if (step.kind !== 'model.load') return true;
      return pulls.includes(step.model) || hasModel(there, step.model);
    }),
  };
}
