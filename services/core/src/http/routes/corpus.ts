import { createRoute, z } from '@hono/zod-openapi';
import { CollectionName } from '../../contract/collection-name.ts';
import {
  Chunk,
  DeleteResponse,
  DocumentList,
  DocumentWithText,
  PlanRequest,
  PlanResponse,
  PutResponse,
} from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { documentId } from '../../ingest/identity.ts';
import { resolveGeneration } from '../../store/resolve-generation.ts';
import type { App, RouteTools } from '../environment.ts';
import { answers } from '../error-answers.ts';
import { jsonBody } from '../json-body.ts';
import { query } from '../query.ts';
import { readBody } from '../read-body.ts';

/** A plan lists up to 5,000 files with long names. */
const PLAN_BYTES = 16 * 1024 * 1024;

const InCollection = z.strictObject({ collection: CollectionName.optional() });
const ById = z.object({ id: z.string() });
const ReadQuery = InCollection.extend({ text: z.enum(['true', 'false']).optional() });
const ListQuery = InCollection.extend({
  source: z.string().optional(),
  path: z.string().optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'a number from 1 to 1000')
    .transform(Number)
    .pipe(z.int().min(1).max(1000))
    .optional(),
  cursor: z.string().optional(),
});
const PutQuery = InCollection.extend({
  source: z.string().min(1).max(200),
  path: z.string().min(1).max(4096),
  from: z.string().min(1).max(4096).optional().openapi({
    description:
      'old path of a rename; without a body the stored document is taken over, with one it goes once the new one is stored',
  }),
});
const ChunkList = z.object({ chunks: z.array(Chunk) }).openapi('ChunkList');

const security = [{ token: [] }];
const routes = [
  createRoute({
    method: 'post',
    path: '/corpus/plan',
    summary: 'Which files are new, changed or unchanged',
    request: { body: { required: true, content: { 'application/json': { schema: PlanRequest } } } },
    responses: answers(PlanResponse, 'What to do for each file'),
  }),
  createRoute({
    method: 'get',
    path: '/corpus/documents',
    summary: 'Lists documents by source and path, in pages',
    request: { query: ListQuery },
    responses: answers(DocumentList, 'A page of documents'),
  }),
  createRoute({
    method: 'get',
    path: '/corpus/documents/{id}',
    summary: 'One document with its text',
    request: { params: ById, query: ReadQuery },
    responses: answers(DocumentWithText, 'The document; without its text where text=false'),
  }),
  createRoute({
    method: 'get',
    path: '/corpus/documents/{id}/chunks',
    summary: 'The chunks of a document, in order',
    request: { params: ById, query: InCollection },
    responses: answers(ChunkList, 'Chunks'),
  }),
  createRoute({
    method: 'put',
    path: '/corpus/documents/{id}',
    summary: 'Stores a document from its raw bytes, or renames one',
    security,
    request: {
      params: ById,
      query: PutQuery,
      body: {
        content: {
          'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
        },
      },
    },
    responses: answers(PutResponse, 'What was done'),
  }),
  createRoute({
    method: 'delete',
    path: '/corpus/documents/{id}',
    summary: 'Removes a document',
    security,
    request: { params: ById, query: InCollection },
    responses: answers(DeleteResponse, 'Whether there was one'),
  }),
];

export function registerCorpus(app: App, { core }: RouteTools): void {
  const { config, ingest, store } = core;
  for (const route of routes) app.openAPIRegistry.registerPath(route);

  app.post('/corpus/plan', async (context) => {
    const request = await jsonBody(context.req.raw, PlanRequest, PLAN_BYTES, context.get('signal'));
    return context.json(
      await ingest.plan({ ...request, collection: request.collection ?? config.collection }),
    );
  });

  app.get('/corpus/documents', async (context) => {
    const { collection = config.collection, limit = 100, ...rest } = query(context, ListQuery);
    const generation = await resolveGeneration(store, collection);
    return context.json({
      collection,
      ...(await generation.documents({ ...defined(rest), limit })),
    });
  });

  app.get('/corpus/documents/:id', async (context) => {
    const { collection = config.collection, text } = query(context, ReadQuery);
    const generation = await resolveGeneration(store, collection);
    const id = context.req.param('id');
    if (text === 'false') {
      const record = await generation.document(id);
      if (record) return context.json(record);
      throw missing(id, collection);
    }
    const found = await generation.read(id);
    if (!found) throw missing(id, collection);
    return context.json({ ...found.record, text: found.text });
  });

  app.get('/corpus/documents/:id/chunks', async (context) => {
    const { collection = config.collection } = query(context, InCollection);
    const generation = await resolveGeneration(store, collection);
    const id = context.req.param('id');
    if (!(await generation.document(id))) throw missing(id, collection);
    return context.json({ chunks: await generation.chunks(id) });
  });

  app.put('/corpus/documents/:id', async (context) => {
    const { collection = config.collection, source, path, from } = query(context, PutQuery);
    const signal = context.get('signal');
    checkPlace(source, path);
    if (from !== undefined) checkPlace(source, from);
    checkId(context.req.param('id'), documentId(collection, source, path));
    const limit = config.limits.documentBytes;
    const declared = Number(context.req.header('content-length') ?? limit);
    const release = await ingest.budget.acquire(Math.min(declared, limit), signal);
    try {
      const bytes = await readBody(context.req.raw, limit, signal);
      if (from !== undefined && bytes.length === 0)
        return context.json(await ingest.rename({ collection, source, path, from, signal }));
      const place = { collection, source, path, ...(from === undefined ? {} : { from }) };
      return context.json(await ingest.put({ ...place, bytes, signal }));
    } finally {
      release();
    }
  });

  app.delete('/corpus/documents/:id', async (context) => {
    const { collection = config.collection } = query(context, InCollection);
    const id = context.req.param('id');
    return context.json({ id, deleted: await ingest.remove(collection, id) });
  });
}

/** Paths are relative names with `/`; they are never joined to a folder here, but clients will open them. */
function checkPlace(source: string, path: string): void {
  const parts = path.split('/');
  const bad =
    path.startsWith('/') ||
    path.includes('\0') ||
    parts.some((part) => part === '' || part === '.' || part === '..');
  if (bad || source.includes('/') || source.includes('\0')) {
    throw new ServiceError(
      'BAD_REQUEST',
      'path is relative, with / between names and without . and ..; source is one name',
      'POST /corpus/plan takes the same names.',
    );
  }
}

function checkId(given: string, expected: string): void {
  if (given === expected) return;
  throw new ServiceError(
    'BAD_REQUEST',
    `the id of this source and path is ${expected}`,
    'POST /corpus/plan gives the ids.',
  );
}

function missing(id: string, collection: string): ServiceError {
  return new ServiceError(
    'DOCUMENT_MISSING',
    `${collection} has no document ${JSON.stringify(id.slice(0, 60))}`,
    'gecko corpus list',
  );
}

/** Without the keys that have no value. */
function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
