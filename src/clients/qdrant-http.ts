import * as z from 'zod/mini';
import { exitCodes, GeckoError } from '../errors.ts';
import { type Fetch, silent, unreachable } from './http-api.ts';
import type { QdrantServer } from './qdrant.ts';

export interface QdrantHttpOptions {
  /** Base URL, without a slash at its end. */
  at: () => Promise<string>;
  /** The project's token, for the door. */
  token: string;
  /** Qdrant's own; null: it is asked as a stranger would. */
  key: string | null;
  fetch: Fetch;
}

/** Milliseconds within which it says how it is. */
const LOOK_TIMEOUT = 5_000;

const Version = z.object({ title: z.string(), version: z.string() });
const Names = z.object({
  result: z.object({ collections: z.array(z.object({ name: z.string() })) }),
});
const Vector = z.object({ size: z.number() });
const Collection = z.object({
  result: z.object({
    status: z.string(),
    optimizer_status: z.union([z.string(), z.object({ error: z.string() })]),
    points_count: z.nullish(z.number()),
    indexed_vectors_count: z.nullish(z.number()),
    config: z.object({
      params: z.object({ vectors: z.optional(z.union([Vector, z.record(z.string(), Vector)])) }),
      metadata: z.nullish(
        z.object({
          fingerprint: z.optional(
            z.object({ model: z.nullable(z.string()), dimension: z.number() }),
          ),
        }),
      ),
    }),
  }),
});

/** What Qdrant tells, read as far as gecko asks; of its writes nothing. */
export function connectQdrant({ at, token, key, fetch }: QdrantHttpOptions): QdrantServer {
  const ask = async <T>(schema: z.ZodMiniType<T>, path: string, signal: AbortSignal) => {
    const base = await at();
    const deadline = AbortSignal.timeout(LOOK_TIMEOUT);
    try {
      const response = await fetch(`${base}${path}`, {
        headers: {
          authorization: `Bearer ${token}`,
          ...(key === null ? {} : { 'api-key': key }),
        },
        redirect: 'error',
        signal: AbortSignal.any([signal, deadline]),
      });
      const { status } = response;
      const text = await response.text();
      if (status === 404) return null;
      if (status === 401 || status === 403) throw refused(base, text);
      if (status >= 500) throw unreachable(base, new Error(`HTTP ${status}`));
      const parsed = schema.safeParse(jsonOf(text));
      if (!parsed.success) throw foreign(base);
      return parsed.data;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GeckoError) throw error;
      throw deadline.aborted ? silent(base, LOOK_TIMEOUT, error) : unreachable(base, error);
    }
  };
  return {
    async version(signal) {
      const answer = await ask(Version, '/', signal);
      if (answer === null || !/qdrant/i.test(answer.title)) throw foreign(await at());
      return answer.version;
    },
    async collections(signal) {
      const answer = await ask(Names, '/collections', signal);
      return (answer?.result.collections ?? []).map(({ name }) => name);
    },
    async collection(name, signal) {
      const answer = await ask(Collection, `/collections/${encodeURIComponent(name)}`, signal);
      if (answer === null) return null;
      const { status, optimizer_status, points_count, indexed_vectors_count, config } =
        answer.result;
      return {
        status,
        failure: typeof optimizer_status === 'string' ? null : optimizer_status.error,
        points: points_count ?? 0,
        indexed: indexed_vectors_count ?? 0,
        dimensions: dimensionsOf(config.params.vectors),
        made: config.metadata?.fingerprint ?? null,
      };
    },
  };
}

function dimensionsOf(
  vectors: z.infer<typeof Vector> | Record<string, z.infer<typeof Vector>> | undefined,
): Record<string, number> {
  if (vectors === undefined) return {};
  const single = Vector.safeParse(vectors);
  if (single.success) return { '': single.data.size };
  return Object.fromEntries(Object.entries(vectors).map(([name, { size }]) => [name, size]));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // None of Qdrant's: the schema refuses it.
    return null;
  }
}

function refused(base: string, words: string): GeckoError {
  return new GeckoError('UNAUTHORIZED', `Qdrant at ${base} refuses: ${words.slice(0, 200)}`, {
    exitCode: exitCodes.key,
    hint: '`gecko up` gives the services the keys that are meant now.',
  });
}

function foreign(base: string): GeckoError {
  return new GeckoError(
    'STORE_UNSUPPORTED',
    `What answers at ${base} is no Qdrant that gecko understands`,
    { exitCode: exitCodes.unsupported, hint: 'Look at the key images.qdrant.' },
  );
}
