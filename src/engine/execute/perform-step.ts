import type { Readable } from 'node:stream';
import type { Probe } from '../../clients/door.ts';
import type { Step } from '../../plan/step.ts';
import type { Clock } from '../../runtime.ts';
import type { ServiceName } from '../../stack/service-spec.ts';
import type { ConfigFile } from '../../stack/stack.ts';
import type { Engine, LayerProgress } from '../engine.ts';
import { chownVolume } from './chown-volume.ts';
import { makeContainer, makeNetwork } from './make-own.ts';
import { putTar } from './put-tar.ts';
import { removeNetwork } from './remove-network.ts';
import { removeVolume } from './remove-volume.ts';
import { tryContainer } from './try-container.ts';
import { waitHealthy } from './wait-healthy.ts';

export interface StepTools {
  engine: Engine;
  clock: Clock;
  /** Asks a container whether it is ready, through the door. */
  probe(service: ServiceName, container: string, signal: AbortSignal): Promise<Probe>;
  /** The context of an image, as tar. @param folder null: the packaged one of gecko's backends */
  imageContext(folder: string | null): Promise<Readable>;
  /** Fetched and verified; none where they cannot be had, which the caller has told. */
  weights(signal: AbortSignal): Promise<readonly ConfigFile[]>;
  /** Shows its progress itself. */
  pullModel(model: string, signal: AbortSignal): Promise<void>;
  /** Tells by itself where it fails: nothing else depends on it. */
  loadModel(model: string, signal: AbortSignal): Promise<void>;
  onProgress(step: Step, progress: LayerProgress): void;
  /** Milliseconds in which a container has to become healthy. */
  healthyWithin: number;
  /** On an image that is built. */
  labels: Readonly<Record<string, string>>;
  /** Builds get no network. */
  isolated: boolean;
}

/** Carries out one step; what it throws is the engine's, or TrialFailed. */
export async function performStep(
  step: Step,
  tools: StepTools,
  signal: AbortSignal,
): Promise<void> {
  const { engine } = tools;
  const onProgress = (progress: LayerProgress) => tools.onProgress(step, progress);
  switch (step.kind) {
    case 'image.pull':
      await engine.pullImage(step.reference, { onProgress, signal });
      return;
    case 'image.build': {
      const { labels, isolated } = tools;
      const { reference: tag, noCache = false } = step;
      const options = { tag, labels, noCache, isolated, onProgress, signal };
      await engine.buildImage(await tools.imageContext(step.folder), options);
      return;
    }
    case 'network.create':
      return makeNetwork(engine, step.spec);
    case 'network.remove':
      return removeNetwork(engine, step.name);
    case 'volume.create':
      return engine.createVolume(step.name, step.labels);
    case 'volume.remove':
      return removeVolume(engine, step.name);
    case 'volume.put': {
      // Loaded here, and below: what only stops and removes packs no files.
      const { tarOfFiles } = await import('./tar-of-files.ts');
      return putTar(engine, step, tarOfFiles(step.files, step.owner), signal);
    }
    case 'volume.chown':
      return chownVolume(engine, step, step.owner, signal);
    case 'weights.put': {
      const files = await tools.weights(signal);
      if (files.length === 0) return;
      const { tarOfFiles } = await import('./tar-of-files.ts');
      return putTar(engine, step, tarOfFiles(files, null), signal);
    }
    case 'container.try':
      return tryContainer(step, { engine, clock: tools.clock, signal });
    case 'container.create':
      return makeContainer(engine, step.spec);
    case 'container.start':
      return engine.startContainer(step.name);
    case 'container.restart':
      return engine.restartContainer(step.name, step.seconds);
    case 'container.stop':
      return engine.stopContainer(step.name, step.seconds);
    case 'container.remove':
      return engine.removeContainer(step.name, { force: false });
    case 'door.reload':
      return reload(engine, step.name);
    case 'wait.healthy': {
      const { clock, healthyWithin } = tools;
      const probe = () => tools.probe(step.service, step.name, signal);
      return waitHealthy(step.name, healthyWithin, { engine, clock, probe, signal });
    }
    case 'model.pull':
      return tools.pullModel(step.model, signal);
    case 'model.load':
      return tools.loadModel(step.model, signal);
  }
}

/** One that has ended meanwhile, as a run before had told it to, is started: it looks the addresses up then. */
async function reload(engine: Engine, name: string): Promise<void> {
  try {
    await engine.killContainer(name, 'SIGHUP');
  } catch (error) {
    const seen = await engine.container(name);
    if (seen === null || seen.status === 'running') throw error;
    await engine.startContainer(name);
  }
}
