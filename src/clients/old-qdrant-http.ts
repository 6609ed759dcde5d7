import * as z from 'zod/mini';
import { exitCodes, GeckoError } from '../errors.ts';
import { type Fetch, unreachable } from './http-api.ts';
import type { OldPoint, OldQdrant } from './old-qdrant.ts';

/** Points read at once. */
const PAGE = 256;

const Names = z.object({
  result: z.object({ collections: z.array(z.object({ name: z.string() })) }),
});
const Count = z.object({ result: z.object({ count: z.number() }) });
const PointId = z.union([z.string(), z.number()]);
const Page = z.object({
  result: z.object({
    points: z.array(
      z.object({ id: PointId, payload: z.nullish(z.record(z.string(), z.unknown())) }),
    ),
    next_page_offset: z.nullish(PointId),
  }),
});

/**
 * Reads a Qdrant by what every version of its interface has.
 * @param url without a slash at its end
 * @param key its own; null: it has none
 */
export function connectOldQdrant(url: string, key: string | null, fetch: Fetch): OldQdrant {
  const ask = async <T>(
    schema: z.ZodMiniType<T>,
    path: string,
    json: unknown,
    signal: AbortSignal,
  ): Promise<T> => {
    try {
      const response = await fetch(`${url}${path}`, {
        method: json === undefined ? 'GET' : 'POST',
        headers: {
          ...(key === null ? {} : { 'api-key': key }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        redirect: 'error',
        signal: AbortSignal.any([signal]),
      });
      const text = await response.text();
      if (response.status === 401 || response.status === 403) throw refused(text);
      if (!response.ok)
        throw unreachable(url, new Error(`HTTP ${response.status} ${text.slice(0, 200)}`));
      return schema.parse(JSON.parse(text), { jitless: true });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof GeckoError ? error : unreachable(url, error);
    }
  };
  const at = (collection: string) => `/collections/${encodeURIComponent(collection)}`;
  return {
    async collections(signal) {
      const { result } = await ask(Names, '/collections', undefined, signal);
      return result.collections.map(({ name }) => name);
    },
    async count(collection, signal) {
      const path = `${at(collection)}/points/count`;
      return (await ask(Count, path, { exact: true }, signal)).result.count;
    },
    async *points(collection, signal): AsyncGenerator<OldPoint> {
      let offset: string | number | null = null;
      do {
        const body: object = { limit: PAGE, with_payload: true, with_vector: false, offset };
        const path = `${at(collection)}/points/scroll`;
        const page: z.infer<typeof Page> = await ask(Page, path, body, signal);
        for (const { id, payload } of page.result.points) yield { id, payload: payload ?? {} };
        offset = page.result.next_page_offset ?? null;
      } while (offset !== null);
    },
  };
}

function refused(words: string): GeckoError {
  return new GeckoError('UNAUTHORIZED', `The old Qdrant refuses: ${words.slice(0, 200)}`, {
    exitCode: exitCodes.key,
    hint: 'Its key is looked for in QDRANT__SERVICE__API_KEY of its container.',
  });
}
