import { dirname, join } from 'node:path';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import { formatPlan, planJson } from '../../plan/format-plan.ts';
import { planImages } from '../../plan/plan-images.ts';
import { planUp } from '../../plan/plan-up.ts';
import type { Plan } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { recordImages } from '../../state/image-lock.ts';
import { ensureProjectState, recordRuntime } from '../../state/project-state.ts';
import type { Report } from '../../ui/ui.ts';
import { checkConflicts } from './check-conflicts.ts';
import { publishedUrl } from './door-url.ts';
import { type DockerProject, openProject } from './open-project.ts';
import { type HardwareInput, pickHardware } from './pick-hardware.ts';
import { areWeightsPlaced, noteWeightsPlaced, weightFiles } from './placed-weights.ts';
import { runPlan } from './run-plan.ts';
import { isNamed, type StackParts, stackParts, wantedStack } from './wanted-stack.ts';
import { withMutex } from './with-mutex.ts';

export interface DockerUpInput extends Omit<HardwareInput, 'failed'> {
  /** Only these, and what they need; empty: all. */
  services: readonly ServiceName[];
  dryRun: boolean;
  forceRecreate: boolean;
  withModel: boolean;
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
}

/**
 * Brings the stack up, or to what the configuration says by now; changes nothing where it is so
 * already. What a failed run made is taken back, but for volumes.
 * @throws GeckoError of the engine, of the profile, NAME_TAKEN, PORT_TAKEN (exit 22), IMAGE_MISSING (21),
 *   UNHEALTHY (23), MODEL_PULL_FAILED (1), LOCKED (11)
 */
export function dockerUp(input: DockerUpInput, runtime: Runtime): Promise<Report> {
  if (input.dryRun) return converge(input, runtime, []);
  return withMutex('gecko up', runtime, () => converge(input, runtime, []));
}

async function converge(
  input: DockerUpInput,
  runtime: Runtime,
  failed: HardwareInput['failed'],
): Promise<Report> {
  const project = await openProject(runtime);
  const hardware = await pickHardware({ ...input, failed }, project.engine.info, runtime);
  const parts = await stackParts(hardware, input.withModel, project, runtime);
  const first = wantedStack(parts, project, project.seen, runtime);
  const images = planImages(first);
  const plan = await planOf(first, project, input, runtime);
  await checkConflicts(plan, project.seen, project.engine.info, runtime);
  if (input.dryRun) return dryRun(images, plan, first);
  for (const text of first.notes) runtime.ui.event({ type: 'note', text });
  try {
    const steps = await carryOut(images, plan, { project, parts, first }, input, runtime);
    return upReport(first, steps, project, runtime);
  } catch (error) {
    const isForced = input.profile !== undefined && input.profile !== 'auto';
    if (isForced || hardware.profile === 'cpu' || !isDeviceRefused(error)) throw error;
    const said = error.message;
    return converge(input, runtime, [...failed, { profile: hardware.profile, said }]);
  }
}

/** Images first: a container is created from an image's id, which is known once it is there. */
async function carryOut(
  images: Plan,
  plan: Plan,
  { project, parts, first }: { project: DockerProject; parts: StackParts; first: ResolvedStack },
  input: DockerUpInput,
  runtime: Runtime,
): Promise<number> {
  const { placedWeights } = runtime.paths.project;
  const options = {
    healthyWithin: input.healthyWithin,
    undo: true,
    weights: () => weightFiles(runtime),
  };
  let rest = plan;
  if (images.steps.length > 0) {
    await runPlan(images, project, options, runtime).catch(withImages(images));
    const seen = await project.engine.snapshot(project.owner.project);
    const stack = wantedStack(parts, project, seen, runtime);
    rest = await planOf(stack, { ...project, seen }, input, runtime);
  }
  const isModel = ({ kind }: Plan['steps'][number]) => kind === 'model.pull';
  const services = { ...rest, steps: rest.steps.filter((step) => !isModel(step)) };
  if (services.steps.length > 0) await runPlan(services, project, options, runtime);
  // A look at the health of what runs already changes nothing.
  const changes =
    images.steps.length + services.steps.filter(({ kind }) => kind !== 'wait.healthy').length;
  if (changes > 0) {
    const seen = await project.engine.snapshot(project.owner.project);
    if (services.steps.some(({ kind }) => kind === 'weights.put'))
      await noteWeightsPlaced(placedWeights, first.weightsVolume, seen);
    await noteImages(seen, project.engine, parts, runtime);
  }
  await rememberRuntime(runtime);
  // The services run by now: a model that cannot be had takes nothing of them back.
  const model = { ...rest, steps: rest.steps.filter(isModel) };
  if (model.steps.length > 0) await runPlan(model, project, { ...options, undo: false }, runtime);
  return changes + model.steps.length;
}

async function planOf(
  stack: ResolvedStack,
  { seen, door }: Pick<DockerProject, 'seen' | 'door'>,
  input: DockerUpInput,
  { paths, signal }: Runtime,
): Promise<Plan> {
  const isUp = seen.containers.some(
    ({ name, status }) => status === 'running' && name.endsWith('-ollama-1'),
  );
  return planUp(stack, seen, {
    services: input.services,
    forceRecreate: input.forceRecreate,
    models: isUp && stack.model !== null ? await door.models(signal) : null,
    weightsPlaced: areWeightsPlaced(paths.project.placedWeights, stack.weightsVolume, seen),
  });
}

function isDeviceRefused(error: unknown): error is GeckoError {
  return error instanceof GeckoError && error.code === 'ENGINE_UNABLE';
}

/** On a machine that cannot pull: every image that is missing, and how to provide it. */
function withImages({ steps }: Plan) {
  return (error: unknown): never => {
    const pulls = steps.flatMap((step) => (step.kind === 'image.pull' ? [step] : []));
    if (!(error instanceof GeckoError) || pulls.length < 1) throw error;
    if (!['PULL_FAILED', 'IMAGE_MISSING', 'ENGINE_FAILED'].includes(error.code)) throw error;
    const missing = pulls.map(
      ({ reference, services }) => `  ${reference} (${services.join(', ')})`,
    );
    throw new GeckoError('IMAGE_MISSING', `An image could not be pulled: ${error.message}`, {
      exitCode: exitCodes.unsupported,
      hint: [
        'The engine lacks:',
        ...missing,
        'Name others in the keys images.*, bring them with docker load, or give the engine a registry mirror; then run the command again.',
      ].join('\n'),
      details: { images: pulls.map(({ reference }) => reference) },
      cause: error,
    });
  };
}

/** Beside gecko.yaml, where there is one. */
async function noteImages(
  { images }: Pick<Snapshot, 'images'>,
  engine: Engine,
  { sources }: StackParts,
  { config, paths }: Runtime,
): Promise<void> {
  const entries = Object.entries(sources).flatMap(([service, { reference }]) => {
    const image = images.find((one) => isNamed(one, reference));
    if (!image) return [];
    return [[service, { reference, digest: image.digests[0] ?? null, id: image.id }] as const];
  });
  const folder = config.file === null ? paths.project.folder : dirname(config.file);
  const platform = `linux/${engine.info.architecture}`;
  await recordImages(join(folder, 'gecko.lock.json'), platform, Object.fromEntries(entries));
}

async function rememberRuntime({ paths, version, clock }: Runtime): Promise<void> {
  const state = ensureProjectState(paths.project.state, version, clock.now());
  await recordRuntime(paths.project.state, state, 'docker');
}

function dryRun(images: Plan, plan: Plan, { profile }: ResolvedStack): Report {
  const whole = { ...plan, steps: [...images.steps, ...plan.steps] };
  return {
    json: { runtime: 'docker', profile, dryRun: true, plan: planJson(whole) },
    text: () => (whole.steps.length === 0 ? 'Nothing to do.' : formatPlan(whole)),
  };
}

function upReport(
  { profile, services, notes }: ResolvedStack,
  steps: number,
  { engine }: DockerProject,
  { config }: Runtime,
): Report {
  const { project } = config;
  const urls = (['web', 'rag', 'qa', 'qdrant', 'ollama'] as const).flatMap((name) => {
    const url = publishedUrl(config, name);
    return url === null ? [] : [[name === 'web' ? 'page' : name, url] as const];
  });
  return {
    json: {
      project,
      runtime: 'docker',
      profile,
      engine: { name: engine.info.name, version: engine.info.version },
      changed: steps > 0,
      services: services.map(({ name, replicas }) => ({ name, replicas })),
      urls: Object.fromEntries(urls),
      engineCalls: engine.calls,
      notes,
    },
    text: (style) =>
      [
        steps === 0
          ? `Project ${project} runs already as configured: nothing to do.`
          : `Project ${project} runs (docker runtime, profile ${profile}).`,
        '',
        ...urls.map(
          ([name, url]) => `  ${name.padEnd(7)} ${name === 'page' ? style.cyan(url) : url}`,
        ),
        '',
        'Sign a browser in with: gecko open. Stop with: gecko down',
      ].join('\n'),
  };
}
