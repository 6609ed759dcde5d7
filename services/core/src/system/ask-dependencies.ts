import type { DependencyState } from '../contract/health.ts';
import { hasEmbedder } from '../core.ts';
import { toServiceError } from '../http/error-response.ts';
import type { OpenedCore } from '../open-core.ts';
import { obstacleTo } from '../retrieve/choose-mode.ts';

type State = Omit<DependencyState, 'name'>;

/** A dependency, and how many milliseconds it took to tell its state. */
export interface AskedDependency extends DependencyState {
  milliseconds: number;
}

/** How each dependency tells its state. */
const dependencies: Record<DependencyState['name'], (core: OpenedCore) => Promise<State>> = {
  store: storeState,
  embedder: embedderState,
  generator: generatorState,
  corpus: corpusState,
};

/** Milliseconds in which each has to tell its state: whoever asks wants to know now. */
const PATIENCE = 3_000;

/** Each by its name, side by side. */
export function askDependencies(core: OpenedCore): Promise<AskedDependency[]> {
  const all = Object.entries(dependencies) as [
    DependencyState['name'],
    (core: OpenedCore) => Promise<State>,
  ][];
  return Promise.all(all.map((one) => ask(core, one)));
}

/** Whether questions can be answered. */
export function areReady(states: readonly DependencyState[]): boolean {
  return states.every(({ state }) => state !== 'failed');
}

/** The state of one; a dependency that cannot even be asked, or is silent, has failed. */
async function ask(
  core: OpenedCore,
  [name, state]: [DependencyState['name'], (core: OpenedCore) => Promise<State>],
): Promise<AskedDependency> {
  const began = core.clock.monotonic();
  const took = () => Math.round(core.clock.monotonic() - began);
  const told = new AbortController();
  const silent = { state: 'failed' as const, detail: `no answer within ${PATIENCE / 1_000} s` };
  const late = core.clock.sleep(PATIENCE, told.signal).then(
    () => silent,
    () => silent,
  );
  try {
    return { name, ...(await Promise.race([state(core), late])), milliseconds: took() };
  } catch (error) {
    const detail = toServiceError(error, core.log).message;
    return { name, state: 'failed', detail, milliseconds: took() };
  } finally {
    told.abort();
  }
}

async function storeState({ store }: OpenedCore): Promise<State> {
  await store.check();
  const collections = await store.collections();
  return { state: 'ok', detail: `${store.kind}, collections: ${collections.length}` };
}

async function embedderState({ embedder }: OpenedCore): Promise<State> {
  if (!hasEmbedder(embedder)) {
    return {
      state: 'degraded',
      detail: `full-text retrieval only: ${embedder.reason}`,
    };
  }
  const { model, precision, weights } = embedder.identity;
  return {
    state: 'ok',
    detail: `${model}, ${precision}, weights ${weights?.slice(0, 12)}`,
  };
}

async function generatorState(core: OpenedCore): Promise<State> {
  const generator = await core.generator();
  const { ok, detail } = await generator.check();
  const isModel = generator.info.kind !== 'extractive';
  return { state: ok && isModel ? 'ok' : ok ? 'degraded' : 'failed', detail };
}

async function corpusState({ store, config, embedder }: OpenedCore): Promise<State> {
  const generation = await store.resolve(config.collection);
  if (!generation) {
    return {
      state: 'degraded',
      detail: `${config.collection}: nothing ingested yet (gecko ingest PATH)`,
    };
  }
  const { documents, chunks } = await generation.stats();
  const counts = `${config.collection}: documents ${documents}, chunks ${chunks}`;
  const obstacle = obstacleTo(embedder, generation.info.fingerprint);
  if (generation.info.legacy)
    return {
      state: 'degraded',
      detail: `${counts}; not made by gecko: ${obstacle ? `nothing is found in it, for ${obstacle.reason}` : 'asked by its vectors alone'}`,
    };
  if (!obstacle) return { state: 'ok', detail: counts };
  return {
    state: 'degraded',
    detail: `${counts}; full-text retrieval only: ${obstacle.reason} (${obstacle.hint})`,
  };
}
