import type { Server } from 'node:http';
import type { SystemReport } from '@gecko/core/contract/system-report';
import type { Clock } from '../runtime.ts';
import { listen, loopback } from './listen.ts';
import { readOut } from './read-out.ts';
import type { CoreConfig, FetchProgress, Log, Services } from './services.ts';
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
    /** Content-Security-Policy. */
    policy: string;
    /** Ours, in whose `assets/` every name has a hash of its content. */
    isOurs: boolean;
  };
  /** What else of the project the page is told about. */
  observed: {
    /** When backups are to happen by themselves; absent: it is not configured. */
    schedule?: string;
    /** Files with what came of backups, and of looks at them. */
    backupResults: string;
    verifyResults: string;
  };
}

export interface ServeTools {
  services: Services;
  log(service: string): Log;
  progress(event: FetchProgress): void;
  /** What this process knows of the whole system. */
  observe(): Promise<SystemReport>;
  clock: Clock;
  /** Gives up starting. */
  signal: AbortSignal;
}

export interface Serving {
  /** Stops accepting, lets requests under way and the commit finish, frees everything. */
  close(): Promise<void>;
}

/** Milliseconds that the handlers of requests which were cut have to notice. */
const handlerGrace = 2_000;

/**
 * Serves rag, qa and the page on loopback. All ports are bound before anything is opened, so that
 * a taken one is told at once; until all is ready, requests get 503.
 * @throws GeckoError PORT_TAKEN; what opening the core throws
 */
export async function serve(config: ServeConfig, tools: ServeTools): Promise<Serving> {
  const { services, log, signal } = tools;
  const { createGate, closeServer } = services;
  const gates = {
    rag: createGate(log('rag')),
    qa: createGate(log('qa')),
    web: createGate(log('web')),
  };
  const servers: Server[] = [];
  try {
    for (const name of ['rag', 'qa', 'web'] as const) {
      const listener = services.requestListener(gates[name].handle);
      servers.push(await listen(config.ports[name], `ports.${name}`, listener));
      signal.throwIfAborted();
    }
    const { progress, observe } = tools;
    const given = { config: config.core, log, progress, observe, signal };
    const backends = await services.openBackends(given);
    const rag = readOut(backends.rag, tools.clock);
    const qa = readOut(backends.qa, tools.clock);
    gates.rag.open(rag);
    gates.qa.open(qa);
    gates.web.open(webApp(config, { rag, qa }, tools));
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
  const { services, clock } = tools;
  const isAllowedHost = (request: Request) => services.isAllowedHost(request, hosts);
  const session = services.createBrowserSession({ token, project, now: clock.now });
  return createWebApp({ project, isAllowedHost, page: web, backends, session });
}
