import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type KeptModel, ollamaModels } from './ollama-models.ts';

export interface OllamaServerInput {
  /** Models that are there are kept in this folder, as a real one keeps them. */
  folder: string;
  /** Models that can be pulled; others are missing in the registry. */
  registry: readonly string[];
  /** In how many pieces a pull comes, and how many milliseconds they are apart. */
  pull?: { pieces: number; apart: number };
  /** Milliseconds before the first token of an answer. */
  firstToken?: number;
  /** Told of each request that generates or changes something, when it came and how it ended. */
  log?: (text: string) => void;
}

/** Bytes that a loaded model takes beside its file: the context of an 8B model, 4,096 tokens. */
const BESIDES = 512 * 2 ** 20;

/** Host and namespace before it, and a tag after it. */
const MODEL_NAME = /^[\w./:-]+$/;

/**
 * A stand-in for Ollama, not a model: in the shapes and words of a real one's recorded answers it lists,
 * pulls and shows models, and answers a prompt of gecko with the first sentence of its first passage.
 */
export function createOllamaServer(input: OllamaServerInput): Server {
  const kept = ollamaModels(input.folder);
  const find = (name: string) => kept.list().find((one) => one.name === name);
  const loaded = new Set<string>();

  const routes: Record<string, (body: Body, response: ServerResponse) => Promise<void> | void> = {
    'GET /': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('Ollama is running');
    },
    'GET /api/version': (_, response) => json(response, 200, { version: '0.35.0' }),
    'GET /api/tags': (_, response) => json(response, 200, { models: kept.list().map(described) }),
    'GET /api/ps': (_, response) =>
      json(response, 200, {
        models: kept
          .list()
          .filter(({ name }) => loaded.has(name))
          .map((model) => ({
            ...described(model),
            size: model.size + BESIDES,
            size_vram: 0,
            context_length: 4096,
          })),
      }),
    'POST /api/show': (body, response) => {
      if (missing(body, response)) return;
      json(response, 200, { details, model_info, license: 'A LICENCE\n\nof some lines' });
    },
    'POST /api/generate': (body, response) => {
      if (missing(body, response)) return;
      loaded.add(full(body.model));
      json(response, 200, {
        model: body.model,
        created_at: now(),
        response: '',
        done: true,
        done_reason: 'load',
      });
    },
    'POST /api/chat': async (body, response) => {
      if (missing(body, response)) return;
      loaded.add(full(body.model));
      await wait(input.firstToken ?? 0, response);
      if (response.destroyed) return;
      const words = answerTo(body.messages ?? []).split(/(?=\s)/);
      const part = (content: string, rest: object) => ({
        model: body.model,
        created_at: now(),
        message: { role: 'assistant', content },
        ...rest,
      });
      const end = {
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 100,
        eval_count: words.length,
      };
      if (body.stream === false) return json(response, 200, part(words.join(''), end));
      await lines(
        response,
        [...words.map((word) => part(word, { done: false })), part('', end)],
        5,
      );
    },
    'POST /api/pull': async (body, response) => {
      const name = full(body.model);
      if (!MODEL_NAME.test(name)) return json(response, 400, { error: 'invalid model name' });
      if (!input.registry.some((known) => full(known) === name))
        return lines(response, [
          { status: 'pulling manifest' },
          { error: 'pull model manifest: file does not exist' },
        ]);
      const layer = kept.layerOf(name);
      const status = `pulling ${layer.digest.slice(7, 19)}`;
      const { pieces, apart } = input.pull ?? { pieces: 20, apart: 10 };
      const have = find(name) ? pieces : 1;
      await lines(
        response,
        [
          { status: 'pulling manifest' },
          ...Array.from({ length: pieces - have + 1 }, (_, i) => ({
            status,
            ...layer,
            completed: ((have + i) * layer.total) / pieces,
          })),
          { status: 'verifying sha256 digest' },
          { status: 'writing manifest' },
        ],
        apart,
        { status: 'success' },
        () => kept.add(name),
      );
    },
    'DELETE /api/delete': (body, response) => {
      if (missing(body, response)) return;
      kept.remove(full(body.model));
      response.writeHead(200).end();
    },
  };

  const missing = ({ model }: Body, response: ServerResponse): boolean => {
    if (find(full(model))) return false;
    json(response, 404, { error: `model '${model}' not found` });
    return true;
  };

  return createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method !== 'GET') {
      input.log?.(`${method} ${path}: begun`);
      response.on('close', () => {
        const end = response.writableFinished ? response.statusCode : 'the client has left';
        input.log?.(`${method} ${path}: ${end}`);
      });
    }
    const route = routes[`${method} ${path}`];
    if (!route) {
      const known = Object.keys(routes).some((one) => one.endsWith(` ${path}`));
      response.writeHead(known ? 405 : 404, { 'content-type': 'text/plain' });
      response.end(known ? '405 method not allowed' : '404 page not found');
      return;
    }
    void read(request).then(async (text) => {
      if (method === 'GET') return route({}, response);
      if (text === '') return json(response, 400, { error: 'missing request body' });
      const body = parse(text);
      return body ? route(body, response) : json(response, 400, { error: 'unexpected EOF' });
    });
  });
}

interface Body {
  model?: string;
  stream?: boolean;
  messages?: { role: string; content: string }[];
}

const details = {
  parent_model: '',
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: '8.0B',
  quantization_level: 'Q4_0',
};

/** Of llama3. */
const model_info = {
  'general.architecture': 'llama',
  'llama.attention.head_count': 32,
  'llama.attention.head_count_kv': 8,
  'llama.block_count': 32,
  'llama.context_length': 8192,
  'llama.embedding_length': 4096,
  'llama.vocab_size': 128_256,
};

function described({ name, size, digest }: KeptModel) {
  return { name, model: name, modified_at: now(), size, digest, details };
}

/** The first sentence of the passage that stands first in gecko's prompt. */
function answerTo(messages: readonly { role: string; content: string }[]): string {
  const last = messages.at(-1)?.content ?? '';
  const [, passage = ''] = /<passage number="1"[^>]*>\n?([\s\S]*?)<\/passage>/.exec(last) ?? [];
  const [sentence = ''] = passage
    .replace(/^#.*$/gm, '')
    .trim()
    .split(/(?<=[.!?])\s/);
  return sentence === '' ? 'NO_ANSWER' : `${sentence} [1]`;
}

function full(model = ''): string {
  return model.includes(':') ? model : `${model}:latest`;
}

function now(): string {
  return new Date().toISOString();
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** Lines of a stream, some milliseconds apart; where the reader leaves, what comes `after` is not done. */
async function lines(
  response: ServerResponse,
  all: readonly unknown[],
  apart = 0,
  last?: unknown,
  after?: () => void,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  for (const line of all) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(line)}\n`);
    await wait(apart);
  }
  if (response.destroyed) return;
  after?.();
  response.end(last === undefined ? '' : `${JSON.stringify(last)}\n`);
}

/** @param response ends the wait with its connection */
function wait(milliseconds: number, response?: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response?.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

function parse(text: string): Body | null {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return null;
  }
}
