import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the engine answers to one request. */
export interface EngineReply {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as JSON, a string or bytes as they are. */
  body?: unknown;
  /** After the body: `cut` breaks the connection, `hang` sends nothing more. */
  after?: 'end' | 'cut' | 'hang';
  /** Breaks or holds the connection before any answer. */
  instead?: 'cut' | 'hang';
}

export interface ScriptedEngine {
  socket: string;
  /** `GET /v1.51/containers/json?all=true`, oldest first. */
  requests: { line: string; headers: IncomingMessage['headers'] }[];
  /** Answers of a route, in order; the last one stays. Keys as `GET /containers/json`. */
  script(route: string, ...replies: EngineReply[]): void;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** A stand-in for an engine that says what it is told to, over a real socket. It proves the protocol only. */
export async function startScriptedEngine(): Promise<ScriptedEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-scripted-'));
  const socket = join(folder, 'e.sock');
  const requests: ScriptedEngine['requests'] = [];
  const routes = new Map<string, EngineReply[]>([
    ['GET /version', [{ body: versionBody }]],
    ['GET /info', [{ body: infoBody }]],
  ]);
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ line: `${method} ${url}`, headers });
    const route = `${method} ${url.replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '')}`;
    const replies = routes.get(route) ?? [{ status: 404, body: { message: 'page not found' } }];
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? {};
    request.resume();
    send(request, response, reply);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    requests,
    script: (route, ...replies) => routes.set(route, replies),
    async idle() {
      const open = () =>
        new Promise<number>((resolve, reject) =>
          server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
        );
      while ((await open()) > 0) await new Promise(setImmediate);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export const versionBody = {
  Version: '28.5.2',
  ApiVersion: '1.51',
  MinAPIVersion: '1.24',
  Arch: 'amd64',
  Components: [{ Name: 'Engine', Version: '28.5.2' }],
};

export const infoBody = {
  NCPU: 4,
  MemTotal: 8 * 2 ** 30,
  DockerRootDir: '/var/lib/docker',
  Architecture: 'x86_64',
  SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
  CgroupVersion: '2',
  MemoryLimit: true,
  CpuCfsQuota: true,
  Runtimes: { 'io.containerd.runc.v2': { path: 'runc' }, runc: { path: 'runc' } },
};

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status = 200, headers = {}, body, after = 'end', instead }: EngineReply,
): void {
  if (instead === 'hang') return;
  if (instead === 'cut') {
    request.socket.destroy();
    return;
  }
  const isPlain = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  const bytes = body === undefined ? '' : isPlain ? body : JSON.stringify(body);
  if (after === 'end') response.end(bytes);
  else
    response.write(bytes, () => {
      if (after === 'cut') request.socket.destroy();
    });
}
