import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What becomes of a request: it is passed on; its connection breaks; it is never answered; every
 * connection breaks and nothing listens any more, before the engine hears of it (`die`) or once it has
 * done it (`lose`); or it is answered in the engine's place.
 */
export type Fate =
  | 'pass'
  | 'cut'
  | 'hang'
  | 'die'
  | 'lose'
  | { status: number; body: string; headers?: Record<string, string> };

export interface EngineProxy {
  socket: string;
  /** `POST /containers/create?name=…`, without the version, oldest first. */
  requests: readonly string[];
  close(): Promise<void>;
}

/**
 * A socket between gecko and a real engine.
 *
 * @param decide is asked before each request; `nth` counts those of the same method and path, without
 *   names: `POST /containers/create`
 */
export async function startEngineProxy(
  engine: string,
  decide: (line: string, nth: number) => Fate | Promise<Fate>,
): Promise<EngineProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'gecko-proxy-'));
  const socket = join(folder, 'p.sock');
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const server = createServer((asked, answer) => {
    const line = `${asked.method} ${(asked.url ?? '').replace(/^\/v[\d.]+/, '')}`;
    requests.push(line);
    const route = line.replace(/\?.*$/, '');
    const nth = (counts.get(route) ?? 0) + 1;
    counts.set(route, nth);
    void Promise.resolve(decide(line, nth)).then((fate) => {
      if (fate === 'pass') return passOn(engine, asked, answer);
      if (fate === 'hang') return;
      if (fate === 'cut') return void asked.socket.destroy();
      if (fate === 'die') return die();
      if (fate === 'lose') return lose(engine, asked, die);
      asked.resume();
      answer.writeHead(fate.status, { 'content-type': 'application/json', ...fate.headers });
      answer.end(fate.body);
    });
  });
  // As Docker's, which ends no connection because it is idle.
  server.keepAliveTimeout = 0;
  const die = () => {
    server.close();
    server.closeAllConnections();
  };
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    requests,
    async close() {
      die();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function passOn(engine: string, asked: IncomingMessage, answer: ServerResponse): void {
  const onward = request(onTo(engine, asked), (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answer.flushHeaders();
    answered.on('error', () => answer.destroy()).pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  send(asked, onward).catch(() => onward.destroy());
}

function lose(engine: string, asked: IncomingMessage, then: () => void): void {
  const onward = request(onTo(engine, asked), (answered) => {
    answered.resume().on('end', then);
  });
  onward.on('error', then);
  send(asked, onward).catch(() => onward.destroy());
}

function onTo(engine: string, { method, url, headers }: IncomingMessage) {
  return { socketPath: engine, method, path: url, headers, agent: false };
}

/**
 * JSON in one piece, as it came: the engine answers once it has understood it, and may close before a
 * second piece is there.
 */
async function send(asked: IncomingMessage, onward: ClientRequest): Promise<void> {
  // A body that breaks off ends the engine's work, too: else it would wait for the rest and hold the container.
  // That all of it has come does not say that it was passed on.
  asked.on('close', () => asked.readableEnded || onward.destroy());
  if (asked.headers['content-type'] !== 'application/json') return void asked.pipe(onward);
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  onward.end(Buffer.concat(parts));
}
