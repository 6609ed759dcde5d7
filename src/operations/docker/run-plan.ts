import type { Engine, LayerProgress } from '../../engine/engine.ts';
import { isEngineGone } from '../../engine/engine-gone.ts';
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
import { judgeHere } from '../model/judge-here.ts';
import { loadModel } from '../model/load-model.ts';
import { pullJudged } from '../model/pull-judged.ts';
import { namePortHolder } from './name-port-holder.ts';
import type { DockerProject } from './open-project.ts';
import { probeService } from './probe-service.ts';
import { stepProgress } from './step-progress.ts';

export interface RunOptions {
  /** Milliseconds in which each container has to become healthy. */
  healthyWithin: number;
  /** What is made is taken back where the run fails or is interrupted. */
  undo: boolean;
  /** One failed step does not keep the others back, unless the engine is gone. */
  goOn?: boolean;
  /** Without the progress of pulled images. */
  quietPull?: boolean;
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
  /** Could not be made: what has the name, if anything, is another's. */
  const unmade = new Set<Step>();
  const shown = stepProgress(ui);
  const tools = {
    engine,
    clock,
    healthyWithin: options.healthyWithin,
    labels: ownerLabels(owner),
    isolated: config.offline,
    weights: options.weights,
    async imageContext(folder: string | null) {
      if (folder !== null) return docker.folderContext(folder);
      const image = await docker.backendImage(engine.info.architecture, config.images.base);
      return image.context();
    },
    probe: (service: ServiceName, container: string, within: AbortSignal) =>
      probeService(service, container, { door, config }, within),
    async pullModel(name: string, within: AbortSignal) {
      const found = { server: door.ollama, place: `the project ${config.project}`, isOurs: true };
      const during = { ...runtime, signal: within };
      // Whether it fits is what matters here, and not how fast it is.
      const measure = () => Number.POSITIVE_INFINITY;
      const judging = judgeHere(found, during, { measure });
      await pullJudged(found, { name, judging, again: 'gecko up' }, during);
    },
    loadModel: (model: string, within: AbortSignal) =>
      loadModel(door.ollama, model, runtime, within),
    onProgress: (step: Step, progress: LayerProgress) => {
      if (step.kind !== 'image.pull' || !options.quietPull) shown.show(step, progress);
    },
  };
  const { failed } = await executePlan(plan, {
    async perform(step, within) {
      try {
        await performStep(step, tools, within);
      } catch (error) {
        if (isMaking(step)) unmade.add(step);
        throw error;
      }
    },
    onStep(step, state) {
      journal.write({ step: step.id, state });
      if (state === 'begun') {
        begun.push(step);
        ui.event({ type: isShown(step) ? 'step' : 'verbose', text: wording(step) });
      } else shown.end(step);
    },
    goOnAfter: (error) => options.goOn === true && !isEngineGone(error),
    signal,
  });
  if (failed === null && !signal.aborted) return journal.end('done');
  journal.end(failed ? `failed: ${failed.step.id}` : 'interrupted');
  // Before anything is taken back: who has the port now may be gone later.
  const error = failed ? await namePortHolder(failed.error, engine, config) : signal.reason;
  const made = begun.filter((step) => !unmade.has(step));
  if (options.undo) await takeBack(made, engine, error, ui);
  throw error;
}

function isMaking({ kind }: Step): boolean {
  return kind === 'container.create' || kind === 'network.create';
}

/** Whatever the run made, unless the engine is gone: then each attempt would only cost its deadline. */
async function takeBack(
  begun: readonly Step[],
  engine: Engine,
  error: unknown,
  ui: Runtime['ui'],
): Promise<void> {
  const isAbandoned =
    isEngineGone(error) ||
    !(await undoMade(begun, engine, (what, failure) =>
      ui.event({ type: 'warning', text: `${what} could not be taken back: ${reason(failure)}` }),
    ));
  if (isAbandoned)
    ui.event({
      type: 'warning',
      text: 'What was made stays, for the engine does not answer. Once it does, run the command again: it goes on from there.',
    });
}

/** Steps that nobody has to see. */
const quiet: ReadonlySet<Step['kind']> = new Set([
  'volume.create',
  'volume.put',
  'door.reload',
  'wait.healthy',
  'model.load',
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
  'volume.chown': 'Giving to its service',
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
  'model.load': 'Loading the model',
};

function wording({ kind, id }: Step): string {
  return `${words[kind]} ${id.slice(kind.length + 1)}`;
}

function reason(error: unknown): string {
  return error instanceof GeckoError || error instanceof Error ? error.message : String(error);
}
