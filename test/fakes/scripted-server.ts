import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body?: unknown;
  /** Lines of a stream; objects are sent as JSON. */
  lines?: readonly unknown[];
  /** After the lines: ends by default; `cut` breaks the connection, `hang` sends nothing more. */
  after?: 'end' | 'cut' | 'hang';
  /** Accepts the request and never answers, not even with headers. */
  silent?: boolean;
  /** So many milliseconds before the headers. */
  delay?: number;
}

export interface ScriptedServer {
  url: string;
  /** Answers for the POSTs to come, in order; the last one stays. */
  script(...replies: Reply[]): void;
  /** Answer to every GET of a path. */
  get(path: string, reply: Reply): void;
  /** Requests that came, oldest first. */
  requests: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[];
  /** Resolves when a client has closed a connection before its answer was complete. */
  abandoned(): Promise<void>;
  close(): Promise<void>;
}

/** A stand-in for a language model's server: answers over a real port what it is told to. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  let replies: Reply[] = [];
  const gets = new Map<string, Reply>();
  const requests: ScriptedServer['requests'] = [];
  let abandon = () => {};
  const abandoned = new Promise<void>((resolve) => {
    abandon = resolve;
  });
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandon();
    });
    void read(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      requests.push({ method, path, headers, body });
      const scripted = replies.length > 1 ? replies.shift() : replies[0];
      const reply = (method === 'GET' ? gets.get(path) : scripted) ?? NOT_FOUND;
      setTimeout(() => send(response, reply), reply.delay ?? 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    script: (...next) => {
      replies = next;
    },
    get: (path, reply) => gets.set(path, reply),
    requests,
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const NOT_FOUND: Reply = { status: 404, headers: {}, body: { error: 'not found' } };

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function send(response: ServerResponse, { status, headers, body, lines, after, silent }: Reply) {
  if (silent) return;
  response.writeHead(status, headers);
  if (!lines) {
    response.end(JSON.stringify(body));
    return;
  }
  // Two lines to a write and a write that ends inside a line: a reader must not rely on either.
  const text = lines.map((line) =>
    typeof line === 'string' ? `${line}\n\n` : `${JSON.stringify(line)}\n`,
  );
  const whole = text.join('');
  const middle = Math.floor(whole.length / 2);
  response.write(whole.slice(0, middle));
  response.write(whole.slice(middle), () => {
    if (after === 'cut') response.destroy();
    else if (after !== 'hang') response.end();
  });
}
