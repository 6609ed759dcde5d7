import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { exitCodes, GeckoError } from '../errors.ts';
import { canonical } from '../stack/canonical.ts';
import { type Fetch, silent, unreachable } from './http-api.ts';
import type { QdrantSnapshots, SurveyedCollection } from './qdrant-snapshots.ts';

export interface SnapshotsHttpOptions {
  /** Base URL, without a slash at its end. */
  at: () => Promise<string>;
  /** The project's token, for the door. */
  token: string;
  /** Qdrant's own. */
  key: string;
  fetch: Fetch;
}

/** Milliseconds for a question, and for what copies a whole collection. */
const [LOOK, WORK] = [30_000, 1_800_000];
/** Name of a snapshot that is uploaded. */
const UPLOADED = 'gecko.snapshot';
/** Records that are asked for at once; of each some hundred bytes are read. */
const PAGE = 1_000;

const result = <T extends z.ZodMiniType>(schema: T) => z.object({ result: schema });
const Version = z.object({ version: z.string() });
const Names = result(z.object({ collections: z.array(z.object({ name: z.string() })) }));
const Aliases = result(
  z.object({
    aliases: z.array(z.object({ alias_name: z.string(), collection_name: z.string() })),
  }),
);
const Info = result(z.object({ config: z.object({ metadata: z.nullish(z.unknown()) }) }));
const Generation = z.object({
  collection: z.string(),
  generation: z.number(),
  fingerprint: z.record(z.string(), z.unknown()),
});
const Count = result(z.object({ count: z.number() }));
const Page = result(
  z.object({
    points: z.array(z.object({ payload: z.nullish(z.record(z.string(), z.unknown())) })),
    next_page_offset: z.nullish(z.union([z.string(), z.number()])),
  }),
);
const Created = result(
  z.object({ name: z.string(), size: z.number(), checksum: z.nullish(z.string()) }),
);
const Listed = result(z.array(z.object({ name: z.string() })));
/** What is told of snapshots where the collection is gone. */
const none = { result: [] };
const Done = result(z.literal(true));
const Refusal = z.object({ status: z.object({ error: z.string() }) });

interface Call {
  what: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  json?: unknown;
  body?: { type: string; length: number; content: AsyncIterable<Uint8Array> };
  timeout?: number;
  /** The answer where it is not there. */
  absent?: unknown;
  signal?: AbortSignal;
}

/** Qdrant's snapshots over HTTP, through the door. */
export function connectSnapshots(options: SnapshotsHttpOptions): QdrantSnapshots {
  const call = (input: Call) => request(options, input);
  const ask = async <T>(schema: z.ZodMiniType<T>, input: Call): Promise<T> => {
    const parsed = schema.safeParse(await (await call(input)).json());
    if (!parsed.success) throw failed(input.what, 'its answer is not one of Qdrant');
    return parsed.data;
  };
  const at = (collection: string, rest = '') =>
    `/collections/${encodeURIComponent(collection)}${rest}`;
  const describe = async (name: string, signal: AbortSignal): Promise<SurveyedCollection> => {
    const info = await ask(Info, { what: `looking at ${name}`, path: at(name), signal });
    const made = Generation.safeParse(info.result.config.metadata);
    return { name, generation: made.success ? made.data : null };
  };
  const remove = async (collection: string, snapshot: string) => {
    const path = at(collection, `/snapshots/${encodeURIComponent(snapshot)}?wait=true`);
    const what = `removing the snapshot of ${collection}`;
    await call({ what, method: 'DELETE', path, absent: true });
  };
  return {
    async survey(signal) {
      const what = 'listing the collections';
      const [{ version }, names, { result: found }] = await Promise.all([
        ask(Version, { what, path: '/', signal }),
        ask(Names, { what, path: '/collections', signal }),
        ask(Aliases, { what, path: '/aliases', signal }),
      ]);
      const collections: SurveyedCollection[] = [];
      for (const { name } of names.result.collections)
        collections.push(await describe(name, signal));
      const aliases = found.aliases.map(({ alias_name: alias, collection_name: collection }) => ({
        alias,
        collection,
      }));
      return { version, collections, aliases };
    },

    async count(collection, signal) {
      const answer = await ask(Count, {
        what: `counting ${collection}`,
        method: 'POST',
        path: at(collection, '/points/count'),
        json: { exact: true },
        signal,
      });
      return answer.result.count;
    },

    async records(documents, signal) {
      const sums: string[] = [];
      for (let offset: string | number | null = null; ; ) {
        const answer: z.output<typeof Page> = await ask(Page, {
          what: `reading the records of ${documents}`,
          method: 'POST',
          path: at(documents, '/points/scroll'),
          json: {
            filter: { must: [{ key: 'kind', match: { value: 'record' } }] },
            limit: PAGE,
            with_payload: true,
            ...(offset === null ? {} : { offset }),
          },
          signal,
        });
        for (const { payload } of answer.result.points) sums.push(sumOf(canonical(payload)));
        offset = answer.result.next_page_offset ?? null;
        if (offset === null) return { sum: sumOf(sums.sort().join()), count: sums.length };
      }
    },

    async names(collection) {
      const what = `listing the snapshots of ${collection}`;
      const answer = await ask(Listed, { what, path: at(collection, '/snapshots'), absent: none });
      return answer.result.map(({ name }) => name);
    },

    async create(collection) {
      const { result: made } = await ask(Created, {
        what: `making a snapshot of ${collection}`,
        method: 'POST',
        path: at(collection, '/snapshots?wait=true'),
        timeout: WORK,
      });
      return { name: made.name, size: made.size, checksum: made.checksum ?? null };
    },

    async *read(collection, snapshot, signal) {
      const base = await options.at();
      const response = await call({
        what: `reading the snapshot of ${collection}`,
        path: at(collection, `/snapshots/${encodeURIComponent(snapshot)}`),
        timeout: WORK,
        signal,
      });
      try {
        yield* response.body ?? [];
      } catch (error) {
        signal.throwIfAborted();
        throw unreachable(base, error);
      }
    },

    remove,

    async upload(collection, { size, content }, signal) {
      await ask(Done, {
        what: `restoring ${collection}`,
        method: 'POST',
        path: at(collection, '/snapshots/upload?wait=true&priority=snapshot'),
        body: asForm(size, content),
        timeout: WORK,
        signal,
      });
      // Qdrant keeps what was uploaded beside the snapshots that it made itself.
      await remove(collection, UPLOADED);
    },

    async drop(collection) {
      const what = `removing ${collection}`;
      await call({ what, method: 'DELETE', path: at(collection), absent: true });
    },

    async addAlias(alias, collection) {
      await ask(Done, {
        what: `naming ${collection}`,
        method: 'POST',
        path: '/collections/aliases',
        json: { actions: [{ create_alias: { alias_name: alias, collection_name: collection } }] },
      });
    },
  };
}

async function request(
  { at, token, key, fetch }: SnapshotsHttpOptions,
  { what, method = 'GET', path, json, body, absent, timeout = LOOK, signal }: Call,
): Promise<Response> {
  const base = await at();
  const deadline = AbortSignal.timeout(timeout);
  const type = json === undefined ? body?.type : 'application/json';
  let response: Response;
  let text = '';
  try {
    response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'api-key': key,
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      // Node's fetch takes what can be iterated; the types of the web do not have it.
      ...(body === undefined
        ? {}
        : { body: body.content as unknown as ReadableStream, duplex: 'half' }),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (response.ok) return response;
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    throw deadline.aborted ? silent(base, timeout, error) : unreachable(base, error);
  }
  if (response.status === 404 && absent !== undefined) return Response.json(absent);
  throw refusal(what, response.status, text, base);
}

function asForm(size: number, snapshot: AsyncIterable<Uint8Array>): NonNullable<Call['body']> {
  const boundary = randomUUID();
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="snapshot"; filename="${UPLOADED}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* content() {
    yield head;
    yield* snapshot;
    yield tail;
  }
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    length: head.length + size + tail.length,
    content: content(),
  };
}

function refusal(what: string, status: number, text: string, base: string): GeckoError {
  // Of the door, where there is no Qdrant behind it.
  if (status >= 502 && status <= 504) return unreachable(base, new Error(`HTTP ${status}`));
  const words = wordsOf(text) || `HTTP ${status}`;
  if (status === 401 || status === 403)
    return new GeckoError('UNAUTHORIZED', `Qdrant at ${base} refuses: ${words}`, {
      exitCode: exitCodes.key,
      hint: '`gecko up` gives the services the keys that are meant now.',
    });
  if (/no space left|disk space/i.test(words))
    return new GeckoError('NO_SPACE', `The disk of Qdrant is full: ${what} failed`, {
      exitCode: exitCodes.space,
      hint: 'A snapshot needs as much room as the collection. Make room on the machine of the engine.',
    });
  return failed(what, words);
}

function failed(what: string, words: string): GeckoError {
  return new GeckoError('SNAPSHOT_FAILED', `Qdrant failed at ${what}: ${words}`, {
    exitCode: exitCodes.failure,
    hint: '`gecko logs --tail 50 qdrant` shows what it said.',
  });
}

function wordsOf(text: string): string {
  try {
    const parsed = Refusal.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.status.error.slice(0, 300);
  } catch {
    // Plain words, as of a wrong key.
  }
  return text.slice(0, 300);
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
