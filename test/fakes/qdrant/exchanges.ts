import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Recorded = z.object({
  name: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.unknown().optional(),
  }),
  response: z.object({
    status: z.int(),
    headers: z.object({ 'content-type': z.string().nullable() }),
    body: z.unknown(),
  }),
});

/** What of an answer is compared: without times, versions and operation numbers, floats to five digits. */
export interface Answer {
  status: number;
  contentType: string | null;
  body: unknown;
}

export interface Exchange {
  name: string;
  /** Sends the recorded request to a server. */
  request(url: string): Promise<Answer>;
  expected: Answer;
}

/** Exchanges with a real Qdrant, from test/fixtures/qdrant. */
export function readExchanges(): Exchange[] {
  const file = new URL('../../fixtures/qdrant/exchanges.ndjson', import.meta.url);
  const recorded = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => Recorded.parse(JSON.parse(line)));
  const inferred = inferredVectors(recorded);
  return recorded.map(({ name, request, response }) => ({
    name,
    request: async (url) => {
      const { method, path, body } = request;
      // Of a body that is only described, its length counts.
      const { 'Content-Length': length, ...headers } = request.headers;
      const sent = length ? 'x'.repeat(Number(length)) : toText(whole(body, inferred));
      const answer = await fetch(`${url}${path}`, {
        method,
        headers,
        ...(sent === undefined || /^(GET|HEAD)$/.test(method) ? {} : { body: sent }),
      });
      const text = await answer.text();
      const contentType = answer.headers.get('content-type');
      return {
        status: answer.status,
        contentType,
        body: comparable(contentType === 'application/json' ? JSON.parse(text) : text),
      };
    },
    expected: {
      status: response.status,
      contentType: response.headers['content-type'],
      body: comparable(response.body),
    },
  }));
}

function toText(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

const NUMBERS = 384;
const SHOWN = 6;

/** A body with its vectors in full, and with the vectors that Qdrant made of a text instead of the text. */
function whole(value: unknown, inferred: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) {
    if (isCut(value)) return wholeVector(value.slice(0, SHOWN));
    return value.map((one) => whole(one, inferred));
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('model' in value) return inferred.get(JSON.stringify(value)) ?? { indices: [], values: [] };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, whole(one, inferred)]));
}

function isCut(value: readonly unknown[]): boolean {
  const last = value.at(-1);
  return typeof last === 'string' && last.endsWith(' numbers in all');
}

function wholeVector(first: unknown[]): number[] {
  const vector = (seed: number, length: number) =>
    Array.from({ length }, (_, i) => Number(Math.sin(seed * 1_000 + i).toFixed(4)));
  const seed = Array.from({ length: 1_000 }, (_, one) => one).find(
    (one) => vector(one, SHOWN).join() === first.join(),
  );
  if (seed === undefined) throw new Error(`no seed makes ${first.join()}`);
  return vector(seed, NUMBERS);
}

const Made = z.object({
  result: z.object({
    points: z.array(z.object({ id: z.number(), vector: z.record(z.string(), z.unknown()) })),
  }),
});
const Sent = z.object({
  points: z.array(z.object({ id: z.number(), vector: z.record(z.string(), z.unknown()) })),
});

/** Indices that the recorded server gives to the words of recorded questions. */
const WORDS: Record<string, number> = { hello: 613153351, world: 74040069 };

/** Sparse vectors by the text and options that Qdrant made them of: recordings 377 and 378, and questions. */
function inferredVectors(recorded: readonly z.infer<typeof Recorded>[]): Map<string, unknown> {
  const find = (name: string) => recorded.find((one) => one.name === name);
  const sent = Sent.parse(find('377-x-bm25-upsert')?.request.body);
  const made = Made.parse(find('378-x-bm25-vectors')?.response.body);
  const vectors = new Map<string, unknown>();
  for (const { id, vector } of sent.points)
    for (const [name, text] of Object.entries(vector)) {
      const its = made.result.points.find((point) => point.id === id)?.vector[name];
      vectors.set(JSON.stringify(text), its);
    }
  const asked = z.object({ query: z.object({ text: z.string() }) });
  for (const { name, request } of recorded) {
    const question = asked.safeParse(request.body);
    if (!name.includes('x-bm25-query') || !question.success) continue;
    const indices = question.data.query.text.split(' ').map((word) => WORDS[word] ?? 0);
    const key = JSON.stringify(z.object({ query: z.unknown() }).parse(request.body).query);
    vectors.set(key, { indices, values: indices.map(() => 1) });
  }
  return vectors;
}

const UNCOMPARED = ['time', 'version', 'operation_id'];

function comparable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/ at line \d+ column \d+/, '');
  if (typeof value === 'number') return Number(value.toPrecision(5));
  if (Array.isArray(value)) {
    const isVector = value.length === NUMBERS || isCut(value);
    return (isVector ? value.slice(0, SHOWN) : value).map(comparable);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // The service itself has a title beside its version.
      .filter(([key]) => !UNCOMPARED.includes(key) || 'title' in value)
      .map(([key, one]) => [key, comparable(one)]),
  );
}
