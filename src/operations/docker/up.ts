import type { Snapshot } from '../../engine/engine.ts';
import { planFirst } from '../../plan/plan-first.ts';
import type { ImagePolicy } from '../../plan/plan-images.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { checkExposure } from '../../stack/check-exposure.ts';
import { labelNames } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { Report } from '../../ui/ui.ts';
import { warnOfAdopt } from '../adopt/warn-of-adopt.ts';
import { proofAfterUp } from '../gpu/proof-after-up.ts';
import { reportSystem } from '../report-system.ts';
import { seenByUp } from '../system/seen-by-up.ts';
import { withAutoModel } from './auto-model.ts';
import { carryOut } from './carry-out.ts';
import { checkConflicts } from './check-conflicts.ts';
import { checkImages } from './check-images.ts';
import { checkOffline, missingModel } from './check-offline.ts';
import type { HardwareInput } from './choose-hardware.ts';
import { isInterrupted } from './is-interrupted.ts';
import { lackingModels } from './lacking-models.ts';
import { withLastHardware, withLastUp } from './last-up.ts';
import { linkToPage } from './link-to-page.ts';
import { openProject } from './open-project.ts';
import { checkVolumes, ownVolumes } from './own-volumes.ts';
import { pickHardware } from './pick-hardware.ts';
import { planOf } from './plan-of.ts';
import type { Predecessor } from './predecessor.ts';
import { prepare } from './prepare.ts';
import { simpleRun } from './simple-run.ts';
import { dryRunReport, upReport } from './up-report.ts';
import { nothingThere } from './verbs.ts';
import { stackParts, wantedStack } from './wanted-stack.ts';
import { withMutex } from './with-mutex.ts';
import { withoutAnswered } from './without-answered.ts';

export interface DockerUpInput extends Omit<HardwareInput, 'failed'> {
  /** Only these, and what they need; empty: all. */
  services: readonly ServiceName[];
  dryRun: boolean;
  forceRecreate: boolean;
  /** As planUp has them. */
  noRecreate?: boolean;
  noDeps?: boolean;
  stopSeconds?: number;
  /** As the last up was asked, where this one asks for nothing else; with noDeps it is so for some services. */
  asBefore?: boolean;
  /** Without it, what is missing is pulled or built. */
  images?: ImagePolicy;
  /** Without the progress of pulls. */
  quietPull?: boolean;
  withModel: boolean;
  /** The best that fits, where nobody has set one. */
  autoModel?: boolean;
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
}

/**
 * Brings the stack up, or to what the configuration says by now; changes nothing where it is so
 * already. What a failed run made is taken back, but for volumes.
 * @throws GeckoError of the engine, of the profile, NAME_TAKEN, PORT_TAKEN (exit 22), IMAGE_MISSING (21),
 *   NOTHING_THERE (10), UNHEALTHY (23), PULL_FAILED, IMAGE_PLATFORM, MODEL_PULL_FAILED (1), MODEL_STALLED (23), NO_SPACE (24), NO_MODEL_FITS (21), LOCKED (11)
 */
export async function dockerUp(
  given: DockerUpInput,
  configured: Runtime,
  predecessor: Predecessor | null = null,
): Promise<Report> {
  const work = async () => {
    const goesOn = given.asBefore || (given.noDeps && given.services.length > 0);
    const input = goesOn ? withLastHardware(given, configured) : given;
    const before = goesOn ? withLastUp(configured) : configured;
    const runtime = input.autoModel ? await withAutoModel(asked(input), before) : before;
    return converge(input, runtime, predecessor, []);
  };
  return given.dryRun ? work() : withMutex(predecessor?.command ?? 'gecko up', configured, work);
}

function asked({ profile, autoGpu, gpus }: DockerUpInput) {
  return { profile, autoGpu, gpus };
}

/** @param failed what trials have shown not to work; what remains is chosen from, or refused */
async function converge(
  input: DockerUpInput,
  runtime: Runtime,
  predecessor: Predecessor | null,
  failed: HardwareInput['failed'],
): Promise<Report> {
  checkExposure(runtime.config);
  const project = await openProject(runtime);
  if (!input.dryRun && isInterrupted(project.seen)) {
    const { takeUp } = await import('../backup/volume/take-up.ts');
    await takeUp(project, runtime);
    return converge(input, runtime, predecessor, failed);
  }
  const { seen, engine } = project;
  checkDoor(input, seen, runtime);
  if (predecessor === null) warnOfAdopt(seen, runtime);
  const picked = await pickHardware({ ...input, failed }, engine.info, runtime);
  const { hardware } = picked;
  const withModel = input.withModel && !runtime.config.offline;
  const parts = await stackParts(hardware, withModel, project, runtime);
  const stack = wantedStack(parts, project, seen, runtime);
  const plan = await planOf(stack, project, input, runtime);
  const first = planFirst(stack, plan, seen, input.images);
  await checkOffline(first, project, runtime);
  if (input.images) checkImages(first, input.images);
  await checkConflicts(plan, seen, engine.info, predecessor?.ports ?? [], runtime);
  checkVolumes(stack, project);
  if (input.dryRun)
    return dryRunReport(first, await withoutAnswered(plan, project, runtime), stack);

  const refusal = await prepare(first, project, runtime, { quietPull: input.quietPull === true });
  if (refusal !== null) {
    const { profile } = hardware;
    return converge(input, runtime, predecessor, [...failed, { profile, said: refusal }]);
  }
  for (const text of stack.notes) runtime.ui.event({ type: 'note', text });
  await ownVolumes(stack, plan, project, runtime);
  const work = () => carryOut({ parts, stack, first, plan }, project, predecessor, input, runtime);
  const { changes, model } = await (predecessor ? predecessor.replacedBy(work) : work());
  // The services run by now: a model that cannot be had takes nothing of them back.
  const lacking = await lackingModels(model, project, runtime);
  const pulls = only('model.pull', lacking);
  if (pulls.steps.length > 0) await simpleRun(pulls, project, runtime);
  const missing = input.withModel ? await missingModel(stack, project, runtime) : null;
  const told = missing === null ? stack : { ...stack, notes: [...stack.notes, missing] };
  const changed = changes + pulls.steps.length;
  // Before the model is loaded for the first question: what happens then is one of the signs.
  const gpu = plan.services.includes('ollama')
    ? await proofAfterUp(hardware.profile, changed > 0, project, runtime)
    : null;
  const loads = only('model.load', lacking);
  if (loads.steps.length > 0) await simpleRun(loads, project, runtime);
  const machine = { ...picked, proof: gpu?.proof ?? null };
  const now = { engine, door: project.door, ...(changed === 0 ? { seen } : {}) };
  const [link] = await Promise.all([
    linkToPage(runtime),
    reportSystem((before) => seenByUp(machine, now, before, runtime), runtime),
  ]);
  return upReport(told, changed, { ...project, gpu, link }, runtime);
}

/** Services are asked through the door: without what they need, they come only where it is there. */
function checkDoor(
  { services, noDeps }: DockerUpInput,
  { containers }: Snapshot,
  { config }: Runtime,
): void {
  if (!noDeps || services.length === 0 || services.includes('web')) return;
  if (containers.some(({ labels }) => labels[labelNames.service] === 'web')) return;
  throw nothingThere(config.project, containers.length === 0 ? [] : ['web']);
}

function only(kind: Step['kind'], plan: Plan): Plan {
  return { ...plan, steps: plan.steps.filter((step) => step.kind === kind) };
}
