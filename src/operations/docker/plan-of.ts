import { planUp, type UpPlan } from '../../plan/plan-up.ts';
import type { Runtime } from '../../runtime.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { modelNames } from './model-names.ts';
import { modelToLoad } from './model-to-load.ts';
import type { DockerProject } from './open-project.ts';
import { areWeightsPlaced } from './placed-weights.ts';
import type { DockerUpInput } from './up.ts';

/** The plan from what is seen to the stack. Asks Ollama for its models, and those that are loaded, where it runs. */
export async function planOf(
  stack: ResolvedStack,
  { seen, door, engine }: Pick<DockerProject, 'seen' | 'door' | 'engine'>,
  input: Pick<
    DockerUpInput,
    'services' | 'forceRecreate' | 'noRecreate' | 'noDeps' | 'stopSeconds' | 'withModel'
  >,
  { config, paths, signal }: Runtime,
): Promise<UpPlan> {
  const isUp = seen.containers.some(
    ({ name, status }) => status === 'running' && name.endsWith('-ollama-1'),
  );
  const [models, load] = await Promise.all([
    isUp && stack.model !== null ? modelNames(door.ollama, signal) : null,
    input.withModel ? modelToLoad(stack, isUp ? door.ollama : null, config, signal) : null,
  ]);
  return planUp(stack, seen, {
    ...input,
    models,
    load,
    weightsPlaced: await areWeightsPlaced(
      paths.project.placedWeights,
      stack.weightsVolume,
      seen,
      engine,
    ),
  });
}
