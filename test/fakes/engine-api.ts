import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, Readable } from 'node:stream';
import type { Answer, Call } from './engine-api/call.ts';
import { containerRoutes } from './engine-api/containers.ts';
import { dispatcher } from './engine-api/dispatcher.ts';
import { type DoorStandIn, openDoors } from './engine-api/door.ts';
import { execApi } from './engine-api/exec.ts';
import { imageRoutes } from './engine-api/images.ts';
import { networkRoutes } from './engine-api/networks.ts';
import { infoJson, type SpokenApi, versionJson } from './engine-api/system.ts';
import { volumeRoutes } from './engine-api/volumes.ts';
import type { FakeEngine } from './fake-engine.ts';

/**
 * What becomes of a call: it is answered; its connection breaks, or is held for ever, before the engine
 * acts; the connection breaks after the first piece of the answer; or the engine acts, `acted` is waited
 * for, and the connection breaks in place of an answer; or, once the first piece of its body is there,
 * `midway` is waited for, and the rest does not come.
 */
export type Fate =
  | 'pass'
  | 'cut'
  | 'hang'
  | 'cut stream'
  | { acted(): Promise<unknown> }
  | { midway(): Promise<unknown> };

export interface EngineApiOptions {
  /** By default 1.24 to 1.51. */
  api?: SpokenApi;
  /** Asked before the engine acts. @param line as in `requests` */
  decide?: (line: string) => Fate | Promise<Fate>;
}

export interface EngineApi {
  socket: string;
  /**
   * Calls that came, oldest first: `POST /containers/create gecko-web-1`, where the path does not say
   * what it is about the name beside it; with their bodies where those are JSON.
   */
  requests: readonly { line: string; version: string | null; body: unknown }[];
  /** What stands at the published ports of the containers that run. */
  door: DoorStandIn;
  close(): Promise<void>;
}

/**
 * The engine in memory behind Docker's API, on a socket: as much of it as gecko speaks. Its state is this
 * process's, and outlives whoever asks.
 */
export async function startEngineApi(
  engine: FakeEngine,
  { api = { min: '1.24', max: '1.51' }, decide = () => 'pass' }: EngineApiOptions = {},
): Promise<EngineApi> {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-fake-'));
  const socket = join(folder, 'e.sock');
  const requests: { line: string; version: string | null; body: unknown }[] = [];
  const door = openDoors(engine, decide);
  const exec = execApi(engine);
  const serve = dispatcher(api, {
    'GET /_ping': async () => ({ status: 200 }),
    'GET /version': async () => ({ status: 200, body: versionJson(engine.info, api) }),
    'GET /info': async () => ({ status: 200, body: infoJson(engine.info) }),
    ...exec.routes,
    ...containerRoutes,
    ...networkRoutes,
    ...volumeRoutes,
    ...imageRoutes,
  });

  /** Notes a call, and asks what becomes of it. */
  const arrive = async (request: IncomingMessage) => {
    const [, version = null, rest = ''] = /^(?:\/v([\d.]+))?(\/.*)$/.exec(request.url ?? '') ?? [];
    const url = new URL(rest, 'http://engine');
    const line = `${request.method} ${url.pathname} ${nameIn(url)}`.trim();
    const noted = { line, version, body: undefined as unknown };
    requests.push(noted);
    const fate = await decide(line);
    return { fate, version, noted, url };
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  // As Docker's, which ends no connection because it is idle.
  server.keepAliveTimeout = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { fate, version, noted, url } = await arrive(request);
    if (fate === 'hang') return;
    if (fate === 'cut') return void response.destroy();
    const gone = new AbortController();
    response.on('close', () => gone.abort(new Error('the client is gone')));
    const call: Call = {
      engine,
      query: url.searchParams,
      input:
        typeof fate === 'object' && 'midway' in fate ? brokenOff(request, fate.midway) : request,
      version: version ?? api.max,
      signal: gone.signal,
      async body() {
        noted.body = await readJson(request);
        return noted.body;
      },
      async write(piece) {
        if (!response.headersSent) response.writeHead(200);
        await new Promise((resolve) => response.write(piece, resolve));
        if (fate === 'cut stream') response.destroy();
        gone.signal.throwIfAborted();
      },
    };
    const said = await serve(`${request.method} ${url.pathname}`, call);
    await door.settle();
    if (typeof fate === 'object' && 'acted' in fate) await fate.acted();
    if (fate === 'pass') send(response, said);
    else response.destroy();
  };

  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => {});
    connection.unshift(head);
    void takeOver(request, connection).catch(() => connection.destroy());
  });
  const takeOver = async (request: IncomingMessage, connection: Duplex) => {
    const { fate, url } = await arrive(request);
    const [, id] = /^\/exec\/([^/]+)\/start$/.exec(url.pathname) ?? [];
    if (fate === 'hang') return;
    if (fate === 'cut' || id === undefined) return void connection.destroy();
    await exec.start(id, request, connection, fate === 'cut stream');
    if (typeof fate === 'object' && 'acted' in fate) await fate.acted();
  };

  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    requests,
    door,
    async close() {
      await door.close();
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function send(response: ServerResponse, said: Answer | null): void {
  if (said === null) {
    // An answer without a piece is one all the same.
    response.end();
    return;
  }
  // What has begun well cannot be refused any more: it breaks off.
  if (response.headersSent) return void response.destroy();
  response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
  response.end(said.body === undefined ? undefined : JSON.stringify(said.body));
}

/** What is to be made has its name in the query. */
function nameIn({ pathname, searchParams }: URL): string {
  if (!/^\/build$|\/create$/.test(pathname)) return '';
  const names = ['name', 'Name', 'fromImage', 't'].map((key) => searchParams.get(key));
  return names.find((name) => name !== null) ?? '';
}

/** A body of which only the first piece comes. */
function brokenOff(request: IncomingMessage, midway: () => Promise<unknown>): Readable {
  return Readable.from(
    (async function* () {
      for await (const piece of request) {
        yield piece;
        await midway();
        throw new Error('the client is gone');
      }
    })(),
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return parts.length === 0 ? null : JSON.parse(Buffer.concat(parts).toString());
}
