import type { ModelDetails, RunningModel } from '../clients/ollama.ts';
import { GeckoError } from '../errors.ts';
import type { HostFacts } from '../host/host-facts.ts';
import { hasModel } from '../plan/has-model.ts';
import { type Conclusion, concludeProcessor } from '../proof/conclude-processor.ts';
import { fastestOnCpu } from '../proof/fastest-on-cpu.ts';
import { findObstacle } from '../proof/find-obstacle.ts';
import type { Signals } from '../proof/signals.ts';
import type { Runtime } from '../runtime.ts';
import { amdTarget } from '../stack/amd-target.ts';
import type { Profile } from '../stack/profile.ts';
import { type CardSeen, lookAtCard } from './gpu/look-at-card.ts';
import type { OllamaSite } from './gpu/ollama-site.ts';
import { readOllamaLog } from './gpu/read-ollama-log.ts';

export interface GpuProof extends Conclusion {
  model: string;
  profile: Profile;
  /** Tokens a second of a short answer; null where it was not measured. */
  rate: number | null;
}

interface ProofInput {
  site: OllamaSite;
  /** This machine; null where nothing is known of it. */
  host: HostFacts | null;
}

/** A few words, so that the speed of the first is not all of it. */
const question = { prompt: 'Name the numbers from one to twenty in words.', tokens: 32 };

/**
 * Shows where the model runs: loads it as the backends would, lets it write a few words, and compares what
 * Ollama reports, the card's memory, the speed and the log. A model that is loaded already stays so, and one
 * of somebody else's is not pushed out for it.
 *
 * @returns what it comes to, or why nothing was looked at
 * @throws GeckoError of Ollama and of the engine, but for a model that cannot be loaded
 */
export async function gpuProof(
  { site, host }: ProofInput,
  { config, exec }: Pick<Runtime, 'config' | 'exec'>,
  signal: AbortSignal,
): Promise<GpuProof | { skipped: string }> {
  const { model } = config;
  const { server, profile, inStack } = site;
  if (inStack && inStack.container.status !== 'running')
    return { skipped: 'The container of Ollama does not run' };
  const [models, running] = await Promise.all([server.models(signal), server.running(signal)]);
  const installed = models.find(({ name }) => hasModel([name], model));
  if (!installed) return { skipped: `Ollama does not have ${model}` };
  const loaded = findModel(running, model);
  const base = {
    ...{ model, profile, obstacle: obstacleOf({ site, host }, config) },
    isCardless: site.isHere && host !== null && !hasCard(host),
  };
  if (profile === 'cpu') {
    const absence = 'no card was passed to the container';
    const signals = {
      layersAsked: null,
      memory: { absence },
      speed: { absence },
      log: { absence },
      look: { absence },
    };
    const conclusion = concludeProcessor({ ...base, reported: loaded, ...signals });
    return { ...conclusion, model, profile, rate: null };
  }
  const [other] = running;
  if (!loaded && other)
    return { skipped: `${other.name} is loaded, and ${model} might push it out` };

  const before = await lookAtCard(site, { exec, host }, signal);
  const ask = (asked: typeof question) =>
    server.generate(
      {
        ...{ model, ...asked },
        ...{ contextTokens: config.generator.contextTokens, keepAlive: config.keepAlive },
      },
      signal,
    );
  try {
    if (!loaded) await ask({ prompt: '', tokens: 1 });
  } catch (error) {
    if (!(error instanceof GeckoError) || error.code !== 'OLLAMA_FAILED') throw error;
    return { ...unloadable(error.message), model, profile, rate: null };
  }
  const after = loaded ? null : await lookAtCard(site, { exec, host }, signal);
  const { metadata, parameters } = await server.show(model, signal);
  const generation = keepsContext(loaded, metadata, config.generator.contextTokens)
    ? await ask(question)
    : null;
  const rate = generation && generation.seconds > 0 ? generation.tokens / generation.seconds : null;
  const [now, log] = await Promise.all([server.running(signal), readOllamaLog(site, signal)]);
  const alone = now.length <= 1;
  const conclusion = concludeProcessor({
    ...base,
    reported: findModel(now, model),
    memory: grown(before, after),
    speed: speedOf(rate, fastestOnCpu({ bytes: installed.bytes, metadata }, machine(site, host))),
    // Of several models the last load in the log may be another's.
    log: 'absence' in log || alone ? log : { ...log, layers: null, weights: null },
    look: (after ?? before).look,
    layersAsked: layersAsked({ metadata, parameters }),
  });
  return { ...conclusion, model, profile, rate };
}

function findModel(running: readonly RunningModel[], model: string): RunningModel | null {
  return running.find(({ name }) => hasModel([name], model)) ?? null;
}

/** Whether there is one, or may be one behind a driver that is broken. */
function hasCard({ nvidia, amd, intel, apple }: HostFacts): boolean {
  return [nvidia, amd, intel, apple].some(({ state }) => state !== 'none');
}

function obstacleOf(
  { site: { profile, inStack }, host }: ProofInput,
  config: Pick<Runtime['config'], 'profile' | 'services'>,
): Signals['obstacle'] {
  // Who asked for the processor has no use for a card.
  if (!host || !inStack || config.profile === 'cpu') return null;
  const { info } = inStack.engine;
  return findObstacle(profile, {
    ...{ host, engine: info },
    wanted: { profile: config.profile, gpus: null, amdTarget: amdTarget(config) },
  });
}

/** `PARAMETER num_gpu` of the model's Modelfile, where it is less than its blocks and the output layer. */
function layersAsked({
  metadata,
  parameters,
}: Pick<ModelDetails, 'metadata' | 'parameters'>): number | null {
  const [, layers] = /^num_gpu\s+(\d+)/m.exec(parameters) ?? [];
  const blocks = numberIn(metadata, 'block_count');
  if (layers === undefined || (blocks !== null && Number(layers) > blocks)) return null;
  return Number(layers);
}

function numberIn(metadata: ModelDetails['metadata'], name: string): number | null {
  const found = Object.entries(metadata).find(([key]) => key.endsWith(`.${name}`))?.[1];
  return typeof found === 'number' ? found : null;
}

/** With another context Ollama would load the model anew; it shortens one that the model does not have. */
function keepsContext(
  loaded: RunningModel | null,
  metadata: Readonly<Record<string, unknown>>,
  wanted: number,
): boolean {
  if (loaded === null || loaded.contextTokens === null) return true;
  return loaded.contextTokens === Math.min(wanted, numberIn(metadata, 'context_length') ?? wanted);
}

function grown(before: CardSeen, after: CardSeen | null): Signals['memory'] {
  if (after === null) return { absence: 'the model was loaded already' };
  if ('absence' in before.used) return before.used;
  if ('absence' in after.used) return after.used;
  return { grown: after.used.bytes - before.used.bytes };
}

function speedOf(rate: number | null, fastest: number | null): Signals['speed'] {
  if (rate === null) return { absence: 'the model is loaded with another context' };
  if (fastest === null)
    return { absence: `at ${rate.toFixed(1)} tokens/s it tells nothing of a model like this` };
  return { rate, fastestOnCpu: fastest };
}

/** Where the machine is not known, the fastest that there are. */
function machine({ inStack }: OllamaSite, host: HostFacts | null) {
  const isElsewhere = inStack !== null && !inStack.engine.info.isLocal;
  const threads = isElsewhere ? inStack.engine.info.cpus : host?.cpu.threads;
  const sharing = isElsewhere || host === null ? [] : [host.apple, integratedAmd(host)];
  return {
    threads: threads ?? Number.POSITIVE_INFINITY,
    sharesMemory: sharing.some(({ state }) => state === 'found'),
  };
}

function integratedAmd({ amd }: HostFacts): { state: string } {
  return amd.state === 'found' && amd.facts.gpus.some(({ isIntegrated }) => isIntegrated)
    ? { state: 'found' }
    : { state: 'none' };
}

function unloadable(said: string): Conclusion {
  const isMemory = /memory/i.test(said);
  return {
    ...{ processor: 'unproven', isFine: false, layers: null, evidence: [said] },
    code: isMemory ? 'GPU_MEMORY_SMALL' : 'GPU_UNPROVEN',
    text: `Where the model runs is not proven, for it cannot be loaded: ${said}`,
    mend: isMemory
      ? { by: 'person', what: 'Take a smaller model, as gecko model recommend shows them' }
      : null,
  };
}
