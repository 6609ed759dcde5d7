import type { Server } from 'node:http';
import type { Clock } from '../runtime.ts';
import { listen, loopback } from './listen.ts';
import type { CoreConfig, FetchProgress, Log, Services } from './services.ts';
import { watchedBody } from './watched-body.ts';
import { createWebApp, type Handler } from './web-app.ts';

export interface Ports {
  rag: number;
  qa: number;
  web: number;
}

/** What a process that serves is told; free of functions, so that it can be sent to another one. */
export interface ServeConfig {
  core: CoreConfig;
  ports: Ports;
  web: {
    /** Folder of the page. */
    root: string;
    /** Content-Security-Policy of a page that is not ours. */
    csp: string | null;
  };
}

export interface ServeTools {
  services: Services;
  log(service: string): Log;
  progress(event: FetchProgress): void;
  clock: Clock;
  /** Gives up starting. */
  signal: AbortSignal;
}

export interface Serving {
  /** Stops accepting, lets requests under way and the commit finish, frees everything. */
  close(): Promise<void>;
}

/** Milliseconds that requests under way have to finish before they are cut. */
const requestGrace = 4_000;
/** Milliseconds that their handlers then have to notice. */
const handlerGrace = 2_000;

/**
 * Serves rag, qa and the page on loopback. All ports are bound before anything is opened, so that
 * a taken one is told at once; until all is ready, requests get 503.
 * @throws GeckoError PORT_TAKEN; what opening the core throws
 */
export async function serve(config: ServeConfig, tools: ServeTools): Promise<Serving> {
  const { services, log, signal } = tools;
  const gates = { rag: gate(log('rag')), qa: gate(log('qa')), web: gate(log('web')) };
  const servers: Server[] = [];
  try {
    for (const name of ['rag', 'qa', 'web'] as const) {
      const listener = services.requestListener(gates[name].handle);
      servers.push(await listen(config.ports[name], `ports.${name}`, listener));
      signal.throwIfAborted();
    }
    const { progress } = tools;
    const backends = await services.openBackends({ config: config.core, log, progress, signal });
    gates.rag.open(backends.rag);
    gates.qa.open(backends.qa);
    gates.web.open(webApp(config, backends, tools));
    for (const [name, port] of Object.entries(config.ports))
      log(name)('info', `listening on http://${loopback}:${port}`);
    return {
      async close() {
        await Promise.all(servers.map((server) => closeServer(server, tools.clock)));
        // What the cut requests had begun in native code must not lose its ground.
        const idle = Promise.all(Object.values(gates).map((gate) => gate.idle()));
        await Promise.race([idle, tools.clock.sleep(handlerGrace)]);
        await backends.close();
      },
    };
  } catch (error) {
    await Promise.all(servers.map((server) => closeServer(server, tools.clock)));
    throw error;
  }
}

function webApp(
  { core, web }: ServeConfig,
  backends: Record<'rag' | 'qa', Handler>,
  tools: ServeTools,
) {
  const { project, token, hosts } = core;
  const isAllowedHost = (request: Request) => tools.services.isAllowedHost(request, hosts);
  return createWebApp({ project, token, isAllowedHost, ...web, backends, now: tools.clock.now });
}

/** Bodies that are made while they are read. */
const streams = /^(text\/event-stream|application\/x-ndjson)/;

/** A handler that says "starting" until another one takes its place. */
function gate(log: Log) {
  const failed = (error: unknown) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', 'unexpected failure', { reason });
    return Response.json(
      { error: { code: 'INTERNAL', message: 'an unexpected failure; see gecko logs' } },
      { status: 500 },
    );
  };
  let current: Handler = () =>
    Response.json(
      { error: { code: 'BUSY', message: 'gecko is starting', hint: 'Try again in a moment.' } },
      { status: 503, headers: { 'retry-after': '1' } },
    );
  const running = new Set<Promise<unknown>>();
  const count = (work: Promise<unknown>) => {
    running.add(work);
    work.finally(() => running.delete(work));
  };
  return {
    async handle(request: Request): Promise<Response> {
      const answer = Promise.resolve(request).then(current).catch(failed);
      count(answer);
      const response = await answer;
      const isStream = streams.test(response.headers.get('content-type') ?? '');
      if (!isStream || !response.body) return response;
      const { body, ended } = watchedBody(response.body);
      count(ended);
      return new Response(body, response);
    },
    /** Resolves when no handler runs, and no stream is written. */
    idle: () => Promise.allSettled(running),
    open(handler: Handler) {
      current = handler;
    },
  };
}

function closeServer(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cut = new AbortController();
    server.close(() => {
      cut.abort();
      resolve();
    });
    clock.sleep(requestGrace, cut.signal).then(
      () => server.closeAllConnections(),
      // All requests ended in time.
      () => {},
    );
    server.closeIdleConnections();
  });
}
