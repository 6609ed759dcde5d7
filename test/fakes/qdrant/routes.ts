import { z } from 'zod';
import {
  countFacet,
  createFakeCollection,
  type FakeCollection,
  operations,
  pointsWhere,
} from './collection.ts';
import { describe } from './describe.ts';
import { type Payload, parseFilter } from './filter.ts';
import { comparePointIds, parsePointId } from './point-id.ts';
import { presented } from './presented.ts';
import { query } from './query.ts';
import { formatError, Refusal, wrongInput } from './refusal.ts';
import { snapshotRoutes } from './snapshot-routes.ts';

export interface FakeQdrant {
  collections: Map<string, FakeCollection>;
  aliases: Map<string, string>;
  /** By collection and name. Kept in memory alone. */
  snapshots: Map<string, Map<string, Buffer>>;
}

interface Call {
  /** Parts of the path that the pattern names. */
  params: string[];
  body: Payload;
  /** Whether the answer may come only when the change is done. */
  wait: boolean;
}

export interface Route {
  method: string;
  path: RegExp;
  /** Whether it changes anything, and so is kept. */
  writes?: true;
  answer(qdrant: FakeQdrant, call: Call): unknown;
}

const name = '/collections/([^/]+)';

/** What the stand-in knows of Qdrant's REST interface. */
export const routes: readonly Route[] = [
  read('GET', '/collections', ({ collections }) => ({
    collections: [...collections.keys()].sort().map((one) => ({ name: one })),
  })),
  read('GET', '/aliases', ({ aliases }) => ({ aliases: listAliases(aliases) })),
  write('POST', '/collections/aliases', changeAliases),
  read('GET', name, (qdrant, { params }) => describe(find(qdrant, params[0]))),
  write('PUT', name, create),
  write('PATCH', name, (qdrant, { params, body }) => {
    const collection = find(qdrant, params[0]);
    const change = z.record(z.string(), z.unknown()).optional().parse(body.metadata);
    if (change) collection.metadata = { ...collection.metadata, ...change };
    return true;
  }),
  write('DELETE', name, ({ collections, aliases }, { params: [one = ''] }) => {
    for (const [alias, target] of aliases) if (target === one) aliases.delete(alias);
    return collections.delete(one);
  }),
  read('GET', `${name}/exists`, ({ collections, aliases }, { params: [one = ''] }) => ({
    exists: collections.has(aliases.get(one) ?? one),
  })),
  read('GET', `${name}/aliases`, ({ aliases }, { params }) => ({
    aliases: listAliases(aliases).filter(({ collection_name }) => collection_name === params[0]),
  })),
  change('PUT', `${name}/points`, 'upsert'),
  change('POST', `${name}/points/delete`, 'delete'),
  change('POST', `${name}/points/payload`, 'set_payload'),
  change('PUT', `${name}/points/payload`, 'overwrite_payload'),
  change('POST', `${name}/points/payload/delete`, 'delete_payload'),
  change('POST', `${name}/points/payload/clear`, 'clear_payload'),
  write('POST', `${name}/points/batch`, (qdrant, { params, body }) => {
    const collection = find(qdrant, params[0]);
    const steps = z.array(z.record(z.string(), z.record(z.string(), z.unknown())));
    return steps
      .parse(body.operations)
      .flatMap((step) =>
        Object.entries(step).map(([kind, its]) => completed(operations[kind]?.(collection, its))),
      );
  }),
  read('POST', `${name}/points`, (qdrant, { params, body }) => {
    const { points } = find(qdrant, params[0]);
    const ids = new Set(z.array(z.unknown()).parse(body.ids).map(parsePointId));
    return [...ids]
      .flatMap((id) => points.get(id) ?? [])
      .map((point) => presented(point, body.with_payload ?? false, body.with_vector ?? false));
  }),
  read('POST', `${name}/points/scroll`, scroll),
  read('POST', `${name}/points/count`, (qdrant, { params, body }) => ({
    count: pointsWhere(find(qdrant, params[0]), parseFilter(body.filter)).length,
  })),
  read('POST', `${name}/points/query`, (qdrant, { params, body }) =>
    query(find(qdrant, params[0]), body),
  ),
  read('POST', `${name}/points/query/batch`, (qdrant, { params, body }) => {
    const collection = find(qdrant, params[0]);
    return z
      .array(z.unknown())
      .parse(body.searches)
      .map((one) => query(collection, one));
  }),
  read('GET', `${name}/points/([^/]+)`, (qdrant, { params: [one, id = ''] }) => {
    const { points } = find(qdrant, one);
    const number = /^\d+$/.test(id) ? Number(id) : id;
    const point = points.get(recognized(number));
    if (!point) throw new Refusal(404, `Not found: Point with id ${id} does not exists!`);
    return presented(point, true, true);
  }),
  read('POST', `${name}/facet`, (qdrant, { params, body }) => {
    const asked = z.object({
      key: z.string(),
      limit: z.int().optional(),
      filter: z.unknown().optional(),
    });
    return { hits: countFacet(find(qdrant, params[0]), asked.parse(body)) };
  }),
  write('PUT', `${name}/index`, (qdrant, { params, body }) => {
    const collection = find(qdrant, params[0]);
    const { field_name, field_schema } = z
      .object({ field_name: z.string(), field_schema: z.unknown().optional() })
      .parse(body);
    collection.indexes.set(field_name, parseIndexType(field_schema));
    collection.operations += 1;
    return completed(collection.operations);
  }),
  write('DELETE', `${name}/index/([^/]+)`, (qdrant, { params: [one, field = ''] }) => {
    const collection = find(qdrant, one);
    collection.indexes.delete(field);
    collection.operations += 1;
    return completed(collection.operations);
  }),
  ...snapshotRoutes.map(({ method, path, answer, writes }) => ({
    ...read(method, `${name}${path}`, answer),
    ...(writes ? { writes } : {}),
  })),
];

const IndexType = z.enum([
  'keyword',
  'integer',
  'float',
  'bool',
  'text',
  'datetime',
  'uuid',
  'geo',
]);

function parseIndexType(schema: unknown): string {
  if (schema === undefined)
    throw new Refusal(
      400,
      "Bad request: Can't auto-detect field type, please specify `field_schema` in the request",
    );
  const found = z
    .union([IndexType, z.object({ type: IndexType }).transform(({ type }) => type)])
    .safeParse(schema);
  if (found.success) return found.data;
  throw formatError('data did not match any variant of untagged enum PayloadFieldSchema');
}

function read(method: string, path: string, answer: Route['answer']): Route {
  return { method, path: new RegExp(`^${path}$`), answer };
}

function write(method: string, path: string, answer: Route['answer']): Route {
  return { ...read(method, path, answer), writes: true };
}

function change(method: string, path: string, kind: string): Route {
  return write(method, path, (qdrant, { params, body, wait }) => ({
    ...completed(operations[kind]?.(find(qdrant, params[0]), body)),
    ...(wait ? {} : { status: 'acknowledged' }),
  }));
}

function completed(operation: number | undefined) {
  return { operation_id: operation, status: 'completed' };
}

function find({ collections, aliases }: FakeQdrant, one = ''): FakeCollection {
  const found = collections.get(aliases.get(one) ?? one);
  if (!found) throw missing(one);
  return found;
}

function missing(one: string): Refusal {
  return new Refusal(404, `Not found: Collection \`${one}\` doesn't exist!`);
}

function recognized(id: number | string) {
  try {
    return parsePointId(id);
  } catch {
    throw wrongInput(`Can not recognize "${id}" as point id`);
  }
}

function create({ collections, aliases }: FakeQdrant, { params: [one = ''], body }: Call): true {
  const bad = /["<>:|?*\\/\0]/.exec(one)?.[0];
  const invalid = (why: string) =>
    new Refusal(422, `Validation error in path parameters: [collection_name: ${why}]`);
  if (bad) throw invalid(`collection name cannot contain "${bad}" char`);
  if (one.length > 255) throw invalid(`value "${one}" invalid, must be from 1 to 255 characters`);
  const made = createFakeCollection(body);
  if (collections.has(one))
    throw new Refusal(409, `Wrong input: Collection \`${one}\` already exists!`);
  if (aliases.has(one))
    throw wrongInput(
      `Can't create collection with name ${one}. Alias with the same name already exists`,
    );
  collections.set(one, made);
  return true;
}

const Action = z.union([
  z.object({ create_alias: z.object({ collection_name: z.string(), alias_name: z.string() }) }),
  z.object({ delete_alias: z.object({ alias_name: z.string() }) }),
  z.object({ rename_alias: z.object({ old_alias_name: z.string(), new_alias_name: z.string() }) }),
]);

/** All or nothing. */
function changeAliases(qdrant: FakeQdrant, { body }: Call): true {
  const next = new Map(qdrant.aliases);
  for (const action of z.array(Action).parse(body.actions)) {
    if ('create_alias' in action) {
      const { collection_name, alias_name } = action.create_alias;
      if (!qdrant.collections.has(collection_name)) throw missing(collection_name);
      if (qdrant.collections.has(alias_name))
        throw new Refusal(409, `Wrong input: Collection \`${alias_name}\` already exists!`);
      next.set(alias_name, collection_name);
    } else if ('delete_alias' in action) next.delete(action.delete_alias.alias_name);
    else {
      const { old_alias_name, new_alias_name } = action.rename_alias;
      const target = next.get(old_alias_name);
      next.delete(old_alias_name);
      if (target !== undefined) next.set(new_alias_name, target);
    }
  }
  qdrant.aliases = next;
  return true;
}

function listAliases(aliases: ReadonlyMap<string, string>) {
  return [...aliases].map(([alias_name, collection_name]) => ({ alias_name, collection_name }));
}

function scroll(qdrant: FakeQdrant, { params, body }: Call) {
  const collection = find(qdrant, params[0]);
  const limit = z.int().default(10).parse(body.limit);
  if (limit < 1)
    throw new Refusal(
      422,
      'Validation error in JSON body: [scroll_request.limit: value 0 invalid, must be 1 or larger]',
    );
  const from = body.offset === undefined || body.offset === null ? null : parsePointId(body.offset);
  const all = pointsWhere(collection, parseFilter(body.filter));
  const rest = from === null ? all : all.filter(({ id }) => comparePointIds(id, from) >= 0);
  return {
    points: rest
      .slice(0, limit)
      .map((point) => presented(point, body.with_payload ?? true, body.with_vector ?? false)),
    next_page_offset: rest[limit]?.id ?? null,
  };
}

/** A body that does not have the shape that a route takes. */
export function asRefusal(error: unknown): unknown {
  return error instanceof z.ZodError
    ? formatError(z.prettifyError(error).split('\n')[0] ?? 'invalid')
    : error;
}
