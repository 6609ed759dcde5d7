import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from 'node:http';
import { request as requestByTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, type ConfigValues } from '../../src/config/schema.ts';
import { readDoorTemplates } from '../../src/packaged/door-files.ts';
import type { DoorInput } from '../../src/stack/door/door-input.ts';
import { pagePolicy } from '../../src/stack/door/page-policy.ts';
import { renderDoor } from '../../src/stack/door/render-door.ts';
import { type NginxProcess, scratchFolder, startNginx, until } from '../engine/nginx-process.ts';
import { freePort } from '../free-port.ts';
import { type DnsServer, startDns } from './dns-server.ts';

export const token = 'token-of-this-project-0123456789abcdefABCDEF';

export interface Asked {
  service: string;
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A door in front of small servers that answer with what they were asked. */
export interface DoorWorld {
  input: DoorInput;
  dns: DnsServer;
  nginx: NginxProcess;
  /** Everything that came through, in order. */
  asked: Asked[];
  /** Answers instead of the echo, by path. */
  special: Map<string, RequestListener>;
  /** Changes the input and reloads. */
  reload(change: Partial<DoorInput>): Promise<void>;
  /** A request to one of the ports, the target and the headers exactly as given. */
  ask(port: keyof DoorInput['ports'], target: string, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** From beyond loopback, as far as the door can tell, with TLS or without. */
  outside?: 'tls' | 'plain';
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

const templates = readDoorTemplates();
const config = Config.parse({}) as ConfigValues;

/** A way through each upstream. */
const firstAsked = [
  ['rag', '/'],
  ['qa', '/'],
  ['qdrant', '/'],
  ['ollama', '/api/tags'],
  ['web', '/session'],
] as const;

/** @param files further ones of its configuration */
export async function openDoorWorld(
  tree: string,
  change: Partial<DoorInput> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<DoorWorld> {
  const asked: Asked[] = [];
  const special = new Map<string, RequestListener>();
  const servers: Server[] = [];
  const upstreamPort = await freePort();
  const serve = async (service: string, address: string) => {
    servers.push(await listen(echo(service, asked, special), upstreamPort, address));
  };
  const addresses = {
    'rag-1': '127.0.0.2',
    'rag-2': '127.0.0.3',
    'rag-3': '127.0.0.4',
    'rag-4': '127.0.0.5',
    'qa-1': '127.0.0.6',
    'my-project-rag-7': '127.0.0.9',
    qdrant: '127.0.0.7',
    ollama: '127.0.0.8',
  };
  for (const [name, address] of Object.entries(addresses)) await serve(name, address);
  const dns = await startDns(addresses);
  const scratch = scratchFolder();
  const page = pageFolder();
  const at = (name: string) => `${name}:${upstreamPort}`;
  const ports = {
    web: await freePort(),
    rag: await freePort(),
    qa: await freePort(),
    qdrant: await freePort(),
    ollama: await freePort(),
    inside: await freePort(),
  };
  let input: DoorInput = {
    project: 'my-project',
    projectId: 'id-1',
    token,
    ports,
    hosts: ['intranet.example'],
    origins: [`http://127.0.0.1:${ports.web}`, 'https://chat.example'],
    page: { folder: join(page, 'web'), policy: pagePolicy(config, null), isOurs: true },
    rag: { replicas: ['rag-1', 'rag-2', 'rag-3'].map(at), first: at('rag-1'), isOurs: true },
    qa: { replicas: [at('qa-1')], first: at('qa-1'), isOurs: true },
    corpus: null,
    qdrant: { server: at('qdrant'), isPublished: true },
    probes: [{ service: 'rag', port: upstreamPort, path: '/health' }],
    ollama: { url: `http://${at('ollama')}`, isContainer: true, isPublished: true },
    authorities: '/etc/ssl/certs/ca-certificates.crt',
    exposed: null,
    limits: { deadline: 30_000, json: 1_048_576, document: 20_971_520 },
    resolver: `127.0.0.1:${dns.port}`,
    scratch,
    ...change,
  };
  const nginx = await startNginx(
    tree,
    { ...renderDoor(input, templates), ...files },
    input.ports.web,
  );
  // Names are resolved a moment after the start.
  for (const [port, target] of firstAsked)
    await until(async () => (await ask(input.ports[port], target)).status === 200);
  asked.length = 0;
  return {
    get input() {
      return input;
    },
    dns,
    nginx,
    asked,
    special,
    async reload(next) {
      input = { ...input, ...next };
      await nginx.reload(renderDoor(input, templates));
    },
    ask: (port, target, options) => ask(input.ports[port], target, options),
    async close() {
      await nginx.stop();
      dns.close();
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      for (const folder of [scratch, page]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function echo(
  service: string,
  asked: Asked[],
  special: Map<string, RequestListener>,
): RequestListener {
  return async (request, response) => {
    const { method = '', url = '', headers } = request;
    const other = special.get(url.split('?')[0] ?? '');
    if (other) return other(request, response);
    let body = '';
    try {
      for await (const piece of request) body += piece;
    } catch {
      // The door cut it off, as for a body that is too large.
      return;
    }
    asked.push({ service, method, url, headers, body });
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-private-network', 'true');
    response.setHeader('x-accel-redirect', '/index.html');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ service, method, url, headers, length: body.length }));
  };
}

function ask(
  port: number,
  target: string,
  { method = 'GET', headers = {}, body, outside }: AskOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Another address of the same machine is not that of the door's own loopback.
    const host = outside ? '127.0.0.2' : '127.0.0.1';
    const names = outside ? { host: `intranet.example:${port}` } : {};
    const sent = (outside === 'tls' ? requestByTls : request)(
      {
        ...{ host, port, path: target, method, headers: { ...names, ...headers } },
        ...{ agent: false, rejectUnauthorized: false },
      },
      async (response) => {
        let text = '';
        for await (const piece of response) text += piece;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function listen(listener: RequestListener, port: number, address: string): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve(server));
  });
}

/** A static build with what must not be served beside and in it. */
function pageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-door-page-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'web', 'assets'), { recursive: true });
  const files = {
    'web/index.html': 'the page',
    'web/app.js': 'code',
    'web/assets/a.css': 'style',
    'web/assets/large-x.js': `// ${'x'.repeat(9_000)}`,
    'web/.env': 'secret',
    'secret.txt': 'secret',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'web', 'link.txt'));
  return folder;
}
