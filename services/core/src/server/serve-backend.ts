import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Clock } from '../clock.ts';
import type { CoreConfig } from '../config.ts';
import { createBrowserSession } from '../http/browser-session.ts';
import { closeServer } from '../http/close-server.ts';
import type { App } from '../http/environment.ts';
import { createGate } from '../http/gate.ts';
import type { Log } from '../log.ts';
import { type OpenedCore, openCore } from '../open-core.ts';
import { behindDoor } from './behind-door.ts';

export interface ServeBackend {
  config: CoreConfig;
  createApp(core: OpenedCore): App;
  /** 0: any free one. */
  port: number;
  log: Log;
  clock: Clock;
  /** Gives up starting. */
  signal: AbortSignal;
}

export interface ServingBackend {
  port: number;
  /** Stops accepting, lets requests under way and the commit finish, frees everything. */
  close(): Promise<void>;
}

/** Milliseconds that the handlers of requests which were cut have to notice. */
const handlerGrace = 2_000;

/**
 * One backend on all addresses of its container. It listens only once all is open: until then a
 * connection is refused, and the door asks another replica.
 * @throws what opening the core or listening throws; nothing is left behind then
 */
export async function serveBackend(options: ServeBackend): Promise<ServingBackend> {
  const { config, createApp, log, clock, signal } = options;
  const core = await openCore(config, { clock, log, signal });
  try {
    const { token, project } = config;
    const session = createBrowserSession({ token, project, now: clock.now });
    const gate = createGate(log);
    gate.open(behindDoor(createApp({ ...core, log }).fetch, session));
    const listener = getRequestListener(gate.handle, { overrideGlobalObjects: false });
    const server = await listen(listener, options.port);
    return {
      port: (server.address() as AddressInfo).port,
      async close() {
        await closeServer(server, clock);
        // What the cut requests had begun must not lose its ground.
        await Promise.race([gate.idle(), clock.sleep(handlerGrace)]);
        await core.close();
      },
    };
  } catch (error) {
    await core.close();
    throw error;
  }
}

function listen(listener: ReturnType<typeof getRequestListener>, port: number): Promise<Server> {
  // Node ends a request after 5 minutes by itself; a large document on a slow disk may take longer.
  const server = createServer({ requestTimeout: 0, headersTimeout: 60_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '0.0.0.0' }, () => resolve(server));
  });
}
