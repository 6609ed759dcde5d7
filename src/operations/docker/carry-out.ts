import type { Plan, Step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { ensureProjectState, recordRuntime } from '../../state/project-state.ts';
import { noteImages } from './note-images.ts';
import type { DockerProject } from './open-project.ts';
import { noteWeightsPlaced, weightFiles } from './placed-weights.ts';
import { planOf } from './plan-of.ts';
import { runPlan } from './run-plan.ts';
import type { DockerUpInput } from './up.ts';
import { type StackParts, wantedStack } from './wanted-stack.ts';

export interface Wanted {
  parts: StackParts;
  stack: ResolvedStack;
  /** Carried out already. */
  first: Plan;
  plan: Plan;
}

/**
 * Carries the plan out once all images are there, and notes what later calls need to know: the weights
 * that were placed, the images that run, the runtime. The model comes last.
 *
 * @returns how many steps changed something, those that came first included
 */
export async function carryOut(
  { parts, stack, first, plan }: Wanted,
  project: DockerProject,
  input: DockerUpInput,
  runtime: Runtime,
): Promise<number> {
  const options = {
    healthyWithin: input.healthyWithin,
    undo: true,
    weights: () => weightFiles(runtime),
  };
  const images = first.steps.filter(({ kind }) => kind !== 'container.try').length;
  const whole = images > 0 ? await planAnew(parts, project, input, runtime) : plan;
  const services = only(whole, (step) => !isModel(step));
  if (services.steps.length > 0) await runPlan(services, project, options, runtime);
  // A look at the health of what runs already changes nothing.
  const changes = images + services.steps.filter(({ kind }) => kind !== 'wait.healthy').length;
  if (changes > 0) await note(services, { parts, stack }, project, runtime);
  await rememberRuntime(runtime);
  // The services run by now: a model that cannot be had takes nothing of them back.
  const model = only(whole, isModel);
  if (model.steps.length > 0) await runPlan(model, project, { ...options, undo: false }, runtime);
  return changes + model.steps.length;
}

/** A container is created from an image's id, which is known once it is there. */
async function planAnew(
  parts: StackParts,
  project: DockerProject,
  input: DockerUpInput,
  runtime: Runtime,
): Promise<Plan> {
  const seen = await project.engine.snapshot(project.owner.project);
  return planOf(wantedStack(parts, project, seen, runtime), { ...project, seen }, input, runtime);
}

async function note(
  { steps }: Plan,
  { parts, stack }: Pick<Wanted, 'parts' | 'stack'>,
  { engine, owner }: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const seen = await engine.snapshot(owner.project);
  if (steps.some(({ kind }) => kind === 'weights.put'))
    await noteWeightsPlaced(runtime.paths.project.placedWeights, stack.weightsVolume, seen);
  await noteImages(seen, engine, parts, runtime);
}

async function rememberRuntime({ paths, version, clock }: Runtime): Promise<void> {
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'docker');
}

function only(plan: Plan, isWanted: (step: Step) => boolean): Plan {
  return { ...plan, steps: plan.steps.filter(isWanted) };
}

function isModel({ kind }: Step): boolean {
  return kind === 'model.pull';
}
