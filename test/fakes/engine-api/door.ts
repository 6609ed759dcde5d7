import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ContainerState } from '../../../src/engine/objects.ts';
import { labelNames } from '../../../src/stack/labels.ts';
import type { Fate } from '../engine-api.ts';
import type { FakeEngine } from '../fake-engine.ts';

/** A stand-in for the stack's web container: what a real nginx and Ollama would answer `gecko up`. */
export interface DoorStandIn {
  /** Models that its Ollama has, as long as the volume of it lives. */
  models(): Promise<string[]>;
  /** Listens where containers publish that run by now, and nowhere else. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** @param decide asked before Ollama pulls a model: that changes something, too */
export function openDoors(
  engine: FakeEngine,
  decide: (line: string) => Fate | Promise<Fate>,
): DoorStandIn {
  const servers = new Map<string, Server>();
  /** By the volume that they lie in. */
  const pulled = new Map<string, string[]>();
  const running = async () =>
    (await engine.snapshot('')).foreign.containers.filter(({ status }) => status === 'running');
  const modelsOf = async (ollama: ContainerState | undefined) => {
    const name = ollama?.volumes[0]?.name ?? '';
    const volume = await engine.volume(name);
    if (volume === null) return null;
    const key = `${name} of ${volume.created}`;
    const models = pulled.get(key) ?? [];
    pulled.set(key, models);
    return models;
  };
  const ollama = async () => (await running()).find((one) => serviceOf(one) === 'ollama');

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    if (path === '/-/health') return void response.end('ok\n');
    const [, asked] = /^\/-\/health\/(.+)$/.exec(path) ?? [];
    if (asked !== undefined) {
      const answers = (await running()).some(
        (one) => one.name === asked || serviceOf(one) === asked,
      );
      return void response.writeHead(answers ? 200 : 502).end(answers ? 'ok\n' : 'bad gateway\n');
    }
    if (!path.startsWith('/-/ollama/')) return void response.writeHead(404).end();
    if (!request.headers.authorization) return void response.writeHead(401).end();
    const models = await modelsOf(await ollama());
    if (models === null) return void response.writeHead(502).end();
    if (path === '/-/ollama/api/tags')
      return void response.end(JSON.stringify({ models: models.map((name) => ({ name })) }));
    if (path !== '/-/ollama/api/pull') return void response.writeHead(404).end();
    const { model } = JSON.parse(await read(request));
    const fate = await decide(`POST ${path}`);
    if (fate === 'hang') return;
    if (fate === 'cut') return void response.destroy();
    await new Promise((resolve) => response.write('{"status":"pulling manifest"}\n', resolve));
    if (fate === 'cut stream') return void response.destroy();
    models.push(`${model}:latest`);
    if (typeof fate === 'object' && 'acted' in fate) await fate.acted();
    response.end('{"status":"success"}\n');
  };

  return {
    models: async () => (await modelsOf(await ollama())) ?? [],
    async settle() {
      const doors = (await running()).filter((one) => serviceOf(one) === 'web');
      const wanted = new Set(
        doors.flatMap(({ ports }) =>
          ports.map(({ address, hostPort }) => `${address}:${hostPort}`),
        ),
      );
      for (const [at, server] of servers)
        if (!wanted.has(at)) {
          servers.delete(at);
          await closed(server);
        }
      for (const at of wanted)
        if (!servers.has(at)) {
          const server = createServer((request, response) => {
            void answer(request, response).catch(() => response.destroy());
          });
          servers.set(at, server);
          await listening(server, at);
        }
    },
    async close() {
      for (const server of servers.values()) await closed(server);
    },
  };
}

const serviceOf = ({ labels }: ContainerState) => labels[labelNames.service];

function listening(server: Server, at: string): Promise<void> {
  const [, host, port] = /^(.*):(\d+)$/.exec(at) ?? [];
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(Number(port), host, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
