import { rmSync } from 'node:fs';
import { planDown } from '../../plan/plan-down.ts';
import type { UpPlan } from '../../plan/plan-up.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { writeAtomic } from '../../state/atomic-file.ts';
import { recordChosenModel } from '../../state/chosen-model.ts';
import { ensureProjectState, recordRuntime } from '../../state/project-state.ts';
import { rememberUp } from './last-up.ts';
import { noteImages } from './note-images.ts';
import type { DockerProject } from './open-project.ts';
import { noteWeights, weightFiles } from './placed-weights.ts';
import { planOf } from './plan-of.ts';
import type { Predecessor } from './predecessor.ts';
import { runPlan } from './run-plan.ts';
import { simpleRun } from './simple-run.ts';
import type { DockerUpInput } from './up.ts';
import { type StackParts, wantedStack } from './wanted-stack.ts';

export interface Wanted {
  parts: StackParts;
  stack: ResolvedStack;
  /** Carried out already. */
  first: Plan;
  plan: UpPlan;
}

export interface CarriedOut {
  /** How many steps changed something, those that came first included. */
  changes: number;
  /** The model, which is left to be pulled and loaded. */
  model: Plan;
}

/**
 * Carries the plan out once all images are there, but for the model, and notes what later calls need to
 * know: the weights that were placed, the images that run, the runtime.
 */
export async function carryOut(
  { parts, stack, first, plan }: Wanted,
  project: DockerProject,
  predecessor: Predecessor | null,
  input: DockerUpInput,
  runtime: Runtime,
): Promise<CarriedOut> {
  /** Null where nobody tried. */
  let placed: boolean | null = null;
  const options = {
    healthyWithin: input.healthyWithin,
    undo: true,
    async weights() {
      const files = await weightFiles(runtime);
      placed = files.length > 0;
      return files;
    },
  };
  const images = first.steps.filter(({ kind }) => kind !== 'container.try').length;
  const whole = images > 0 ? await planAnew(parts, project, input, runtime) : plan;
  const services = only(whole, (step) => !isModel(step));
  if (services.steps.length > 0) await runPlan(services, project, options, runtime);
  // A look at the health of what runs already changes nothing, nor do weights that cannot be had.
  const idle = ['wait.healthy', ...(placed ? [] : ['weights.put'])];
  const changes = images + services.steps.filter(({ kind }) => !idle.includes(kind)).length;
  if (changes > 0) await note(placed, { parts, stack }, whole.services, project, runtime);
  if (predecessor) await succeed(predecessor, project, runtime);
  await rememberRuntime(runtime);
  if (whole.services.includes('web')) await rememberAsked(input, runtime);
  if (input.autoModel) await rememberModel(runtime);
  return { changes, model: only(whole, isModel) };
}

/** Where the corpus cannot be brought over, the containers give way to what served it before. */
async function succeed(
  predecessor: Predecessor,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  try {
    await predecessor.carry(project);
  } catch (error) {
    const seen = await project.engine.snapshot(project.owner.project);
    // Ctrl-C may be the reason: it has to be done all the same.
    const undisturbed = { ...runtime, signal: new AbortController().signal };
    await simpleRun(planDown(seen, { volumes: false }), project, undisturbed);
    throw error;
  }
}

/** A container is created from an image's id, which is known once it is there. */
async function planAnew(
  parts: StackParts,
  project: DockerProject,
  input: DockerUpInput,
  runtime: Runtime,
): Promise<UpPlan> {
  const seen = await project.engine.snapshot(project.owner.project);
  return planOf(wantedStack(parts, project, seen, runtime), { ...project, seen }, input, runtime);
}

async function note(
  placed: boolean | null,
  { parts, stack }: Pick<Wanted, 'parts' | 'stack'>,
  names: readonly ServiceName[],
  { engine, owner }: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const seen = await engine.snapshot(owner.project);
  if (placed !== null)
    await noteWeights(runtime.paths.project.placedWeights, stack.weightsVolume, placed, seen);
  const services = names.map((name) => [name, parts.sources[name].reference] as const);
  await noteImages(services, seen.images, engine.info, runtime);
}

async function rememberRuntime(runtime: Runtime): Promise<void> {
  const { paths, version, clock, docker } = runtime;
  await (await docker()).rememberEngine();
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'docker');
}

/** What this run alone was asked for, of the whole stack: one without the door leaves that as it was. */
async function rememberAsked(input: DockerUpInput, runtime: Runtime): Promise<void> {
  const { exposed } = runtime.paths.project;
  if (runtime.config.expose) await writeAtomic(exposed, '');
  else rmSync(exposed, { force: true });
  await rememberUp(input, runtime);
}

/** What `--auto-model` has chosen; what somebody has set is remembered where it was set. */
async function rememberModel({ config, paths }: Runtime): Promise<void> {
  const entry = config.entries.find(({ key }) => key === 'model');
  if (entry?.origin.kind === 'chosen') await recordChosenModel(paths.project.model, config.model);
}

function only(plan: Plan, isWanted: (step: Step) => boolean): Plan {
  return { ...plan, steps: plan.steps.filter(isWanted) };
}

function isModel({ kind }: Step): boolean {
  return kind === 'model.pull' || kind === 'model.load';
}
