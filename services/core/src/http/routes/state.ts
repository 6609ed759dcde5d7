import { createRoute, z } from '@hono/zod-openapi';
import { Health, Ready } from '../../contract/health.ts';
import { hasEmbedder } from '../../core.ts';
import type { OpenedCore } from '../../open-core.ts';
import { obstacleTo } from '../../retrieve/choose-mode.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { toServiceError } from '../error-response.ts';

const routes = [
  createRoute({
    method: 'get',
    path: '/health',
    summary: 'The process is alive',
    responses: answers(Health, 'Alive'),
  }),
  createRoute({
    method: 'get',
    path: '/ready',
    summary: 'Each dependency by name; 503 while no question can be answered',
    responses: {
      ...answers(Ready, 'Ready'),
      503: { description: 'Not ready', content: { 'application/json': { schema: Ready } } },
    },
  }),
  createRoute({
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus metrics',
    responses: {
      200: {
        description: 'Text exposition format',
        content: { 'text/plain': { schema: z.string() } },
      },
    },
  }),
];

export function registerState(app: App, { core, service, metrics }: RouteTools): void {
  for (const route of routes) app.openAPIRegistry.registerPath(route);
  const { instance, version, project } = core.config;

  app.get('/', (context) =>
    context.json({ name: 'gecko', service, project, version, description: '/openapi.json' }),
  );

  app.get('/health', (context) =>
    context.json({ status: 'ok' as const, instance, service, version }),
  );

  app.get('/ready', async (context) => {
    const states = await Promise.all(Object.entries(dependencies).map((one) => ask(core, one)));
    const ready = states.every(({ state }) => state === 'ok' || state === 'degraded');
    return context.json({ ready, dependencies: states }, ready ? 200 : 503);
  });

  app.get('/metrics', async (context) => {
    context.header('content-type', metrics.contentType);
    return context.body(await metrics.text());
  });
}

type Dependency = Ready['dependencies'][number];
type State = Omit<Dependency, 'name'>;

/** How each dependency tells its state. */
const dependencies: Record<Dependency['name'], (core: OpenedCore) => Promise<State>> = {
  store: storeState,
  embedder: embedderState,
  generator: generatorState,
  corpus: corpusState,
};

/**
 * Milliseconds within which a dependency says how it is. Who asks for all of them gives up after five seconds,
 * and would take the backend for silent where it is one of them that hangs.
 */
const PATIENCE = 4_000;

/** The state of one; a dependency that cannot even be asked, or does not answer, has failed. */
async function ask(
  core: OpenedCore,
  [name, state]: [string, (core: OpenedCore) => Promise<State>],
) {
  const watch = new AbortController();
  const silent = { state: 'failed' as const, detail: `no answer within ${PATIENCE / 1_000} s` };
  const late = core.clock.sleep(PATIENCE, watch.signal).then(
    () => silent,
    () => silent,
  );
  try {
    return { name, ...(await Promise.race([state(core), late])) };
  } catch (error) {
    return { name, state: 'failed' as const, detail: toServiceError(error, core.log).message };
  } finally {
    watch.abort();
  }
}

async function storeState({ store }: OpenedCore): Promise<State> {
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
