import { hasModel } from '../../plan/has-model.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { modelNames } from './model-names.ts';
import type { DockerProject } from './open-project.ts';

/**
 * Of the models to be pulled those that Ollama lacks now that it runs: while it was down nobody could ask
 * it, and a pull asks the registry even for a model that is there, which fails without a way out.
 */
export async function lackingModels(
  plan: Plan,
  { door }: Pick<DockerProject, 'door'>,
  { signal }: Pick<Runtime, 'signal'>,
): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const there = (await modelNames(door.ollama, signal)) ?? [];
  return {
    ...plan,
    steps: plan.steps.filter((step) => step.kind !== 'model.pull' || !hasModel(there, step.model)),
  };
}
