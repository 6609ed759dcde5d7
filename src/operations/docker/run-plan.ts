import type { Door, Probe } from '../../clients/door.ts';
import type { LayerProgress } from '../../engine/engine.ts';
import { executePlan } from '../../engine/execute/execute-plan.ts';
import { performStep } from '../../engine/execute/perform-step.ts';
import { undoMade } from '../../engine/execute/undo-made.ts';
import { GeckoError } from '../../errors.ts';
import type { Plan, Step } from '../../plan/step.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ConfigFile } from '../../stack/stack.ts';
import { openJournal } from '../../state/journal.ts';
import type { DockerProject } from './open-project.ts';
import { stepProgress } from './step-progress.ts';

export interface RunOptions {
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
  /** What is made is taken back where the run fails or is interrupted. */
  undo: boolean;
  weights(signal: AbortSignal): Promise<readonly ConfigFile[]>;
}

/**
 * Carries out a plan and shows it. @throws what the first failed step threw, or the signal's reason
 */
export async function runPlan(
  plan: Plan,
  { engine, owner, door }: Pick<DockerProject, 'engine' | 'owner' | 'door'>,
  options: RunOptions,
  runtime: Runtime,
): Promise<void> {
  const { ui, clock, config, paths, signal } = runtime;
  const docker = await runtime.docker();
  const journal = openJournal(paths.project.journal, clock);
  const begun: Step[] = [];
  const shown = stepProgress(ui);
  const tools = {
    engine,
    clock,
    healthyWithin: options.healthyWithin,
    labels: ownerLabels(owner),
    isolated: config.offline,
    weights: options.weights,
    imageContext: (folder: string | null) =>
      folder === null
        ? docker.backendImage(engine.info.architecture, config.images.base).context()
        : docker.folderContext(folder),
    probe: (service: ServiceName, container: string, within: AbortSignal) =>
      probe(door, service, container, within),
    pullModel: (model: string, told: (progress: LayerProgress) => void, within: AbortSignal) =>
      door.pullModel(model, (progress) => told({ id: '', ...progress }), within),
    onProgress: (step: Step, progress: LayerProgress) => shown.show(step, progress),
  };
  const { failed } = await executePlan(plan, {
    perform: (step, within) => performStep(step, tools, within),
    onStep(step, state) {
      journal.write({ step: step.id, state });
      if (state === 'begun') {
        begun.push(step);
        ui.event({ type: isShown(step) ? 'step' : 'verbose', text: wording(step) });
      } else shown.end(step);
    },
    signal,
  });
  if (failed === null && !signal.aborted) return journal.end('done');
  journal.end(failed ? `failed: ${failed.step.id}` : 'interrupted');
  if (options.undo)
    await undoMade(begun, engine, (what, error) =>
      ui.event({ type: 'warning', text: `${what} could not be taken back: ${reason(error)}` }),
    );
  throw failed ? failed.error : signal.reason;
}

/** A container, and then the way that others take to it: nginx may know an address only seconds later. */
async function probe(
  door: Door,
  service: ServiceName,
  container: string,
  signal: AbortSignal,
): Promise<Probe> {
  const answered = await door.probe(service === 'web' ? null : container, signal);
  if (!answered.healthy) return answered;
  if (service === 'rag' || service === 'qa') return door.probe(service, signal);
  const isReached = service !== 'ollama' || (await door.models(signal)) !== null;
  return isReached ? answered : { healthy: false, detail: 'the door does not reach it yet' };
}

/** Steps that nobody has to see. */
const quiet: ReadonlySet<Step['kind']> = new Set([
  'volume.create',
  'volume.put',
  'door.reload',
  'wait.healthy',
]);

function isShown({ kind }: Step): boolean {
  return !quiet.has(kind);
}

const words: Record<Step['kind'], string> = {
  'image.pull': 'Pulling',
  'image.build': 'Building',
  'network.create': 'Creating network',
  'network.remove': 'Removing network',
  'volume.create': 'Creating volume',
  'volume.remove': 'Removing volume',
  'volume.put': 'Writing',
  'weights.put': 'Putting the embedding weights into',
  'container.try': 'Trying out',
  'container.create': 'Creating',
  'container.start': 'Starting',
  'container.restart': 'Restarting',
  'container.stop': 'Stopping',
  'container.remove': 'Removing',
  'door.reload': 'Reloading',
  'wait.healthy': 'Waiting for',
  'model.pull': 'Pulling the model',
};

function wording({ kind, id }: Step): string {
  return `${words[kind]} ${id.slice(kind.length + 1)}`;
}

function reason(error: unknown): string {
  return error instanceof GeckoError || error instanceof Error ? error.message : String(error);
}
