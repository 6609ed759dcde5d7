import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface LedModel {
  /** Ends in /v1. */
  url: string;
  /** Waits for the next question. */
  asked(): Promise<LedAnswer>;
  /** Answers every question from now on at once with this text, until `asked` is called again. */
  always(text: string | null): void;
  close(): Promise<void>;
}

export interface LedAnswer {
  /** What the model was sent. */
  messages: { role: string; content: string }[];
  write(text: string): void;
  end(): void;
  /** Breaks the connection. */
  cut(): void;
  /** Resolves when the asker has left. */
  abandoned: Promise<void>;
}

/** A stand-in for a language model behind OpenAI's interface: it writes what a test tells it, when it tells it. */
export async function startLedModel(): Promise<LedModel> {
  const waiting: ((answer: LedAnswer) => void)[] = [];
  const unheard: LedAnswer[] = [];
  let usual: string | null = null;
  const server = createServer((request, response) => {
    if (request.method === 'GET') return void response.end('{"object":"list","data":[]}');
    void text(request).then((body) => {
      const answer = led(JSON.parse(body).messages, response);
      if (usual !== null) {
        answer.write(usual);
        answer.end();
        return;
      }
      const next = waiting.shift();
      if (next) next(answer);
      else unheard.push(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    always: (text) => {
      usual = text;
    },
    asked() {
      usual = null;
      const [first] = unheard.splice(0, 1);
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function led(messages: LedAnswer['messages'], response: ServerResponse): LedAnswer {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const send = (delta: object, finish_reason: string | null) =>
    response.write(`data: ${JSON.stringify({ choices: [{ delta, finish_reason }] })}\n\n`);
  return {
    messages,
    write: (content) => void send({ content }, null),
    end() {
      send({}, 'stop');
      response.end('data: [DONE]\n\n');
    },
    cut: () => void response.destroy(),
    abandoned: new Promise((resolve) => response.on('close', () => resolve())),
  };
}
