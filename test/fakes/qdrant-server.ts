import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { openJournal } from './qdrant/journal.ts';
import { formatError, Refusal } from './qdrant/refusal.ts';
import { asRefusal, type FakeQdrant, type Route, routes } from './qdrant/routes.ts';
import { snapshotOfForm } from './qdrant/snapshot-form.ts';

export interface QdrantServerOptions {
  /** 0, the default: any that is free. */
  port?: number;
  host?: string;
  apiKey?: string | undefined;
  /** A key that reads only. */
  readOnlyKey?: string | undefined;
  /** Where its state is kept; absent: in memory alone. */
  folder?: string;
  /** What it says it is. */
  version?: string;
  /** Called before each answer, to let one fail or hang; tests decide. */
  before?: (request: { method: string; path: string }) => void | Promise<void>;
}

export interface QdrantServer {
  url: string;
  /** `METHOD path` of each request so far. */
  requests: string[];
  /** Points that it has given so far, page by page or by id. */
  pointsRead(): number;
  close(): Promise<void>;
}

const MOST_BYTES = 33_554_432;

/** What Qdrant says of a full disk. */
const NO_SPACE =
  'Service internal error: No space left on device: WAL buffer size exceeds available disk space';

/** Paths that need no key. */
const OPEN: Record<string, string> = {
  '/healthz': 'healthz check passed',
  '/livez': 'healthz check passed',
  '/readyz': 'all shards are ready',
};

/**
 * A stand-in for Qdrant: answers what gecko asks in the shapes and words of the recordings in
 * test/fixtures/qdrant. It searches exactly, and proves the protocol only: nothing of a real Qdrant's
 * speed, recall or durability.
 */
export async function startQdrantServer(options: QdrantServerOptions = {}): Promise<QdrantServer> {
  const { port = 0, host = '127.0.0.1', folder, version = '1.18.3' } = options;
  const qdrant: FakeQdrant = { collections: new Map(), aliases: new Map(), snapshots: new Map() };
  const journal = openJournal(folder, (entry) => {
    const found = matched(entry.method, entry.path);
    found?.route.answer(qdrant, { params: found.params, body: entry.body, wait: true });
  });
  const requests: string[] = [];
  let pointsRead = 0;
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    requests,
    pointsRead: () => pointsRead,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = request;
    const path = pathOf(url);
    requests.push(`${method} ${path}`);
    try {
      const body = await readBody(request, isUpload(path));
      await options.before?.({ method, path });
      if (method === 'GET' && path === '/')
        return json(response, 200, { title: 'qdrant - vector search engine', version });
      const health = method === 'GET' ? OPEN[path] : undefined;
      if (health !== undefined) return text(response, 200, health, 'text/plain; charset=utf-8');
      const key = keyOf(request);
      const refusal = refusalOf(key);
      if (refusal !== null) return text(response, 401, refusal);
      const found = matched(method, path);
      if (!found) return text(response, 404, '');
      if (found.route.writes && isReadOnly(key))
        throw new Refusal(403, 'Forbidden: Global manage access is required');
      const parsed =
        method === 'GET' || method === 'DELETE'
          ? {}
          : isUpload(path)
            ? { snapshot: snapshotOfForm(body) }
            : path.endsWith('/snapshots') && body.length === 0
              ? {}
              : parse(body.toString('utf8'));
      const wait = /[?&]wait=true(&|$)/.test(url);
      const result = found.route.answer(qdrant, { params: found.params, body: parsed, wait });
      if (found.route.writes) keep({ method, path, body: parsed });
      if (Buffer.isBuffer(result))
        return void response
          .writeHead(200, {
            'content-type': 'application/octet-stream',
            'content-length': result.length,
          })
          .end(result);
      if (/\/points(\/scroll)?$/.test(path)) pointsRead += pointsIn(result);
      json(response, 200, { result, status: 'ok', time: 0.0001 });
    } catch (error) {
      const refused = asRefusal(error);
      const status = refused instanceof Refusal ? refused.status : 500;
      const said = refused instanceof Error ? refused.message : String(refused);
      json(response, status, { status: { error: said }, time: 0 });
    }
  }

  /** What finds no room has not been done. */
  function keep(entry: Parameters<typeof journal.append>[0]): void {
    try {
      journal.append(entry);
    } catch (error) {
      qdrant.collections.clear();
      qdrant.aliases.clear();
      journal.replay();
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
      throw new Refusal(500, NO_SPACE);
    }
  }

  function refusalOf(key: string | null): string | null {
    if (options.apiKey === undefined) return null;
    if (key === null) return 'Must provide an API key or an Authorization bearer token';
    const isKnown = same(key, options.apiKey) || isReadOnly(key);
    return isKnown ? null : 'Invalid API key or JWT';
  }

  function isReadOnly(key: string | null): boolean {
    return key !== null && options.readOnlyKey !== undefined && same(key, options.readOnlyKey);
  }
}

/** Of a page, or of those that were asked for by id. */
function pointsIn(result: unknown): number {
  const found = z.union([z.array(z.unknown()), z.object({ points: z.array(z.unknown()) })]);
  const { data = [] } = found.safeParse(result);
  return Array.isArray(data) ? data.length : data.points.length;
}

function matched(method: string, path: string): { route: Route; params: string[] } | null {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(path) : null;
    if (found) return { route, params: found.slice(1).map(decodeURIComponent) };
  }
  return null;
}

/** Without the query; slashes at the end and doubled ones do not count. */
function pathOf(url: string): string {
  const path = (url.split('?')[0] ?? '').replace(/\/+/g, '/');
  return path === '/' ? path : path.replace(/\/$/, '');
}

/** The header `api-key` goes before a bearer token; null where there is neither. */
function keyOf({ headers }: IncomingMessage): string | null {
  const key = headers['api-key'];
  if (typeof key === 'string') return key;
  return /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function isUpload(path: string): boolean {
  return path.endsWith('/snapshots/upload');
}

async function readBody(request: IncomingMessage, isEndless: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (isEndless || length <= MOST_BYTES) parts.push(part);
  }
  if (!isEndless && length > MOST_BYTES)
    throw new Refusal(
      400,
      `JSON payload (${length} bytes) is larger than allowed (limit: ${MOST_BYTES} bytes).`,
    );
  return Buffer.concat(parts);
}

function parse(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw formatError('EOF while parsing a value');
  }
  if (hasLoneSurrogate(value)) throw formatError('lone leading surrogate in hex escape');
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) throw formatError('Invalid PointInsertOperations format');
  return object.data;
}

/** What a reader of UTF-8 takes for an error, and JSON.parse does not: JSON.stringify escapes it alone. */
function hasLoneSurrogate(value: unknown): boolean {
  return /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(value));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function text(response: ServerResponse, status: number, body: string, type?: string): void {
  response.writeHead(status, type ? { 'content-type': type } : {}).end(body);
}
