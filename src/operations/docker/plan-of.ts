import { planUp } from '../../plan/plan-up.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { modelNames } from './model-names.ts';
import type { DockerProject } from './open-project.ts';
import { areWeightsPlaced } from './placed-weights.ts';
import type { DockerUpInput } from './up.ts';

/** The plan from what is seen to the stack. Asks Ollama for its models, where it runs. */
export async function planOf(
  stack: ResolvedStack,
  { seen, door, engine }: Pick<DockerProject, 'seen' | 'door' | 'engine'>,
  input: Pick<
    DockerUpInput,
    'services' | 'forceRecreate' | 'noRecreate' | 'noDeps' | 'stopSeconds'
  >,
  { paths, signal }: Runtime,
): Promise<Plan> {
  const isUp = seen.containers.some(
    ({ name, status }) => status === 'running' && name.endsWith('-ollama-1'),
  );
  return planUp(stack, seen, {
    ...input,
    models: isUp && stack.model !== null ? await modelNames(door.ollama, signal) : null,
    weightsPlaced: await areWeightsPlaced(
      paths.project.placedWeights,
      stack.weightsVolume,
      seen,
      engine,
    ),
  });
}
